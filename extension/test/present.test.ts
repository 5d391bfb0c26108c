import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as present from '../src/present.ts';
import type { FileChange, Status } from '../src/protocol.ts';
import { session, t } from './sample.ts';

const AGENTS = [{ name: 'claude', title: 'Claude Code', program: '/bin/claude', install: 'npm i' }];
const EVERY: Status[] = ['queued', 'starting', 'working', 'waiting', 'ready', 'paused', 'failed', 'completed'];
const NOW = new Date('2026-01-01T10:05:00Z');

test('each status has its own word and icon: colour is never the only signal', () => {
  assert.equal(new Set(EVERY.map((status) => present.statusWord(status, t))).size, EVERY.length);
  assert.equal(new Set(EVERY.map((status) => present.look(session({ status })).icon)).size, EVERY.length);
  assert.notEqual(
    present.look(session({ status: 'ready' })).icon,
    present.look(session({ status: 'ready', unread: true })).icon,
  );
});

test('the words say why', () => {
  assert.equal(present.statusText(session({ status: 'failed', reason: 'exit code 1' }), t), 'Error: exit code 1');
  assert.equal(present.statusText(session({ status: 'queued', queuePlace: 2 }), t), 'Queued: place 2');
  assert.equal(present.statusText(session({ status: 'starting' }), t), 'Loading');
});

test('the description leaves out what is not there yet', () => {
  const changes = { files: 2, added: 12, removed: 3 };
  assert.equal(
    present.description(session({ changes }), AGENTS, t),
    'Running · +12 −3 · Claude Code · branchline/fix-login',
  );
  assert.equal(present.description(session({ status: 'starting', branch: '' }), [], t), 'Loading · claude');
});

test('a screen reader hears everything that is seen', () => {
  const spoken = present.spoken(session({ unread: true, changes: { files: 1, added: 2, removed: 1 } }), AGENTS, t);
  assert.equal(
    spoken,
    'Fix login, Running, Claude Code, not looked at yet, branch branchline/fix-login, 1 file changed, 2 lines added, 1 removed',
  );
});

test('the tooltip escapes what people and agents wrote', () => {
  const text = present.tooltip(session({ name: '[x](command:evil) <b>\n# y' }), AGENTS, NOW, t);
  assert.ok(!text.includes('[x](command'));
  assert.ok(!text.includes('<b>'));
  assert.ok(!text.includes('\n# y'));
  assert.match(text, /5 min ago/);
});

test('ages', () => {
  const ages = ['10:04:30', '09:00:00', '00:00:00'].map((time) => present.age(`2026-01-01T${time}Z`, NOW, t));
  assert.deepEqual(ages, ['30 s ago', '1 h ago', '10 h ago']);
  assert.equal(present.age('2025-12-29T10:00:00Z', NOW, t), '3 days ago');
  assert.equal(present.age('2026-01-01T11:00:00Z', NOW, t), '0 s ago', 'clocks differ');
});

test('who waits longest comes first, then what was not looked at', () => {
  const at = (time: string) => ({ rule: 'x', at: `2026-01-01T${time}Z` });
  const order = present.wanting([
    session({ id: 'read', status: 'ready' }),
    session({ id: 'unread', status: 'ready', unread: true, evidence: at('08:00:00') }),
    session({ id: 'late', status: 'waiting', evidence: at('10:00:00') }),
    session({ id: 'early', status: 'waiting', unread: true, evidence: at('09:00:00') }),
  ]);
  assert.deepEqual(
    order.map(({ id }) => id),
    ['early', 'late', 'unread'],
  );
});

test('the status bar counts, warns only when one waits, and hides at none', () => {
  assert.equal(present.statusBar([], t), undefined);
  assert.deepEqual(present.statusBar([session()], t), {
    text: '$(git-branch) 1 session',
    spoken: 'Branchline: 1 session',
    warning: false,
  });
  const two = present.statusBar([session(), session({ status: 'waiting' })], t);
  assert.equal(two?.text, '$(git-branch) 2 sessions $(bell-dot) 1');
  assert.equal(two?.spoken, 'Branchline: 2 sessions, 1 waits for input');
  assert.equal(two?.warning, true);
});

test('context values are what the manifest’s when clauses match', () => {
  const value = present.contextValue(session({ changes: { files: 1, added: 1, removed: 0 }, unread: true }));
  assert.equal(value, 'session;live;working;changed;worktree;unread;');
  assert.match(present.contextValue(session({ status: 'failed', worktree: '' })), /^session;ended;failed;$/);
});

test('files have git’s letters, and a word each', () => {
  const letters = (['A', 'M', 'D', 'R', 'U'] as FileChange['status'][]).map((status) => present.fileLetter(status, t));
  assert.equal(letters.map(({ letter }) => letter).join(''), 'AMDRU');
  assert.equal(new Set(letters.map(({ color }) => color)).size, 5);
  assert.ok(letters.every(({ word }) => word.length > 3));
});

test('what a remove would lose is said in files and commits', () => {
  assert.equal(
    present.lossText({ files: 3, commits: 2, live: false }, t),
    '3 uncommitted files and 2 commits that exist nowhere else will be deleted.',
  );
  assert.equal(
    present.lossText({ files: 1, commits: 0, live: true }, t),
    'Its agent is still running and will be stopped. 1 uncommitted file will be deleted.',
  );
  assert.match(present.lossText({ files: 0, commits: 0, live: true }, t), /No file and no commit would be lost/);
});

test('a session that wants the user is marked, one at work is not', () => {
  assert.equal(present.sessionMark('waiting', true, t)?.letter, '?');
  assert.equal(present.sessionMark('failed', false, t)?.letter, '!');
  assert.equal(present.sessionMark('ready', true, t)?.letter, '●');
  assert.equal(present.sessionMark('ready', false, t), undefined);
  assert.equal(present.sessionMark('working', false, t), undefined);
});
