import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FileChange, Session, Status } from '../../src/protocol/records.ts';
import * as present from '../../src/sessions/words.ts';
import { changes, session, t, waiting } from '../sample.ts';

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
  assert.equal(present.statusText(session({ status: 'ready', reason: 'api error' }), t), 'Ready · api error');
  assert.equal(present.statusText(waiting(), t), 'Waiting: Bash touch hello.txt');
  assert.equal(present.statusText(waiting({ kind: 'trust' }), t), 'Waiting: trust');
});

test('a paused session says what paused it when nobody asked for it, and that its worktree was freed', () => {
  const text = (fields: Partial<Session>) => present.statusText(session({ status: 'paused', ...fields }), t);
  assert.equal(text({ reason: 'paused' }), 'Paused');
  assert.equal(text({ reason: 'stopped' }), 'Paused: stopped');
  assert.equal(text({ reason: 'interrupted' }), 'Paused: interrupted');
  assert.equal(text({ reason: 'restored' }), 'Paused: restored');
  assert.equal(text({ reason: 'out of memory' }), 'Paused: out of memory');
  assert.equal(text({ reason: null }), 'Paused');
  assert.equal(text({ reason: 'paused', freed: true }), 'Paused, worktree freed');
  assert.match(
    present.spoken(session({ status: 'paused', reason: 'paused', freed: true }), AGENTS, t),
    /worktree freed/,
  );
});

test('only a pause that nobody asked for is an interruption', () => {
  assert.ok(present.isInterrupted(session({ status: 'paused', reason: 'interrupted' })));
  assert.ok(!present.isInterrupted(session({ status: 'paused', reason: 'paused' })));
  assert.ok(!present.isInterrupted(session({ status: 'failed', reason: 'interrupted' })));
});

test('there are files to look at where a worktree is, and was not freed', () => {
  assert.ok(present.hasWorktree(session()));
  assert.ok(!present.hasWorktree(session({ worktree: '' })));
  assert.ok(!present.hasWorktree(session({ freed: true })));
});

test('names in a sentence are cut, and one line each', () => {
  assert.equal(present.few(['a', 'b\nc'], t), 'a, b ⏎ c');
  const many = Array.from({ length: 13 }, (_, n) => `f${n}`);
  assert.equal(present.few(many, t), 'f0, f1, f2, f3, f4, f5, f6, f7, f8, f9 and 3 more');
});

test('the description leaves out what is not there yet', () => {
  const counted = changes({ files: 2, added: 12, removed: 3 });
  assert.equal(
    present.description(session({ changes: counted }), AGENTS, t),
    'Running · +12 −3 · Claude Code · branchline/fix-login',
  );
  assert.equal(present.description(session({ status: 'starting', branch: '' }), [], t), 'Loading · claude');
});

test('what was not looked at looks unread, in words too', () => {
  const row = session({ status: 'ready', reason: 'api error', unread: true, branch: '' });
  assert.equal(present.description(row, AGENTS, t), 'Ready · api error · unread · Claude Code');
  assert.match(present.spoken(row, AGENTS, t), /Ready, api error, Claude Code, not looked at yet/);
  assert.doesNotMatch(present.description(session({ status: 'ready' }), AGENTS, t), /unread/);
  assert.doesNotMatch(present.description({ ...waiting(), unread: true }, AGENTS, t), /unread/);
});

test('who listens hears what is waited for', () => {
  const heard = (row: Session) => present.spoken(row, AGENTS, t);
  assert.match(heard(waiting()), /^Fix login, Waiting for input, approval: Bash touch hello\.txt, Claude Code/);
  const question = waiting({ kind: 'question', command: null, tool: null, title: 'Which colour?' });
  assert.match(heard(question), /Waiting for input, question: Which colour\?/);
  assert.match(heard(session({ status: 'waiting', reason: 'approval' })), /Waiting for input: approval/);
});

test('a screen reader hears everything that is seen', () => {
  const row = session({ unread: true, changes: changes({ files: 1, added: 2, removed: 1 }) });
  const spoken = present.spoken(row, AGENTS, t);
  assert.equal(
    spoken,
    'Fix login, Running, Claude Code, not looked at yet, branch branchline/fix-login, 1 file changed, 2 lines added, 1 removed',
  );
});

test('ages', () => {
  const ages = ['10:04:30', '09:00:00', '00:00:00'].map((time) => present.age(`2026-01-01T${time}Z`, NOW, t));
  assert.deepEqual(ages, ['30 s ago', '1 h ago', '10 h ago']);
  assert.equal(present.age('2025-12-29T10:00:00Z', NOW, t), '3 days ago');
  assert.equal(present.age('2026-01-01T11:00:00Z', NOW, t), '0 s ago', 'clocks differ');
});

test('context values are what the manifest’s when clauses match', () => {
  const value = present.contextValue(session({ changes: changes({ files: 1, added: 1 }), unread: true }));
  assert.equal(value, 'session;live;working;changed;worktree;unread;');
  assert.match(present.contextValue(session({ status: 'failed', worktree: '' })), /^session;ended;failed;$/);
  assert.equal(present.contextValue(waiting()), 'session;live;waiting;decide;accept;always;reject;worktree;');
  assert.equal(present.contextValue(waiting({ kind: 'question' })), 'session;live;waiting;worktree;');
  const freed = session({ status: 'paused', freed: true, changes: changes({ files: 1, added: 1 }) });
  assert.equal(present.contextValue(freed), 'session;ended;paused;freed;', 'no files to open');
  assert.equal(
    present.contextValue({ ...waiting(), status: 'working' }),
    'session;live;working;worktree;',
    'a prompt that was left behind offers nothing',
  );
});

test('files have git’s letters, and a word each', () => {
  const letters = (['A', 'M', 'D', 'R', 'U'] as FileChange['status'][]).map((status) => present.fileLetter(status, t));
  assert.equal(letters.map(({ letter }) => letter).join(''), 'AMDRU');
  assert.equal(new Set(letters.map(({ color }) => color)).size, 5);
  assert.ok(letters.every(({ word }) => word.length > 3));
});

test('a session that wants the user is marked, one at work is not', () => {
  assert.equal(present.sessionMark('waiting', true, t)?.letter, '?');
  assert.equal(present.sessionMark('failed', false, t)?.letter, '!');
  assert.equal(present.sessionMark('ready', true, t)?.letter, '●');
  assert.equal(present.sessionMark('ready', false, t), undefined);
  assert.equal(present.sessionMark('working', false, t), undefined);
});
