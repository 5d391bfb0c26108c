import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Session, Status } from '../../src/protocol/protocol.ts';
import { statusWord } from '../../src/sessions/statusWords.ts';
import { contextValue, description, look, sessionMark, spoken } from '../../src/sessions/words.ts';
import { changes, session, t, waiting } from '../sample.ts';

const AGENTS = [{ name: 'claude', title: 'Claude Code', program: '/bin/claude', install: 'npm i' }];
const EVERY: Status[] = ['queued', 'starting', 'working', 'waiting', 'ready', 'paused', 'failed', 'completed'];

test('each status has its own word and icon: colour is never the only signal', () => {
  assert.equal(new Set(EVERY.map((status) => statusWord(status, t))).size, EVERY.length);
  assert.equal(new Set(EVERY.map((status) => look(session({ status })).icon)).size, EVERY.length);
  assert.notEqual(look(session({ status: 'ready' })).icon, look(session({ status: 'ready', unread: true })).icon);
});

test('the description leaves out what is not there yet', () => {
  const counted = changes({ files: 2, added: 12, removed: 3 });
  assert.equal(
    description(session({ changes: counted }), AGENTS, t),
    'Running · +12 −3 · Claude Code · branchline/fix-login',
  );
  assert.equal(description(session({ status: 'starting', branch: '' }), [], t), 'Loading · claude');
});

test('what was not looked at looks unread, in words too', () => {
  const row = session({ status: 'ready', reason: 'api error', unread: true, branch: '' });
  assert.equal(description(row, AGENTS, t), 'Ready · api error · unread · Claude Code');
  assert.match(spoken(row, AGENTS, t), /Ready, api error, Claude Code, not looked at yet/);
  assert.doesNotMatch(description(session({ status: 'ready' }), AGENTS, t), /unread/);
  assert.doesNotMatch(description({ ...waiting(), unread: true }, AGENTS, t), /unread/);
});

test('that snapshots fail is on the row until one is taken', () => {
  const row = session({ status: 'ready', branch: '', snapshotFailed: 'No room\nleft on the disk.' });
  assert.equal(description(row, AGENTS, t), 'Ready · snapshots fail · Claude Code');
  assert.match(spoken(row, AGENTS, t), /Claude Code, snapshots fail: No room ⏎ left on the disk\.,/);
  assert.doesNotMatch(description(session(), AGENTS, t) + spoken(session(), AGENTS, t), /snapshots/);
});

test('who listens hears what is waited for', () => {
  const heard = (row: Session) => spoken(row, AGENTS, t);
  assert.match(heard(waiting()), /^fix-login, Waiting for input, approval: Bash touch hello\.txt, Claude Code/);
  const question = waiting({ kind: 'question', command: null, tool: null, title: 'Which colour?' });
  assert.match(heard(question), /Waiting for input, question: Which colour\?/);
  assert.match(heard(session({ status: 'waiting', reason: 'approval' })), /Waiting for input: approval/);
});

test('a screen reader hears everything that is seen', () => {
  const heard = spoken(session({ unread: true, changes: changes({ files: 1, added: 2, removed: 1 }) }), AGENTS, t);
  assert.equal(
    heard,
    'fix-login, Running, Claude Code, not looked at yet, branch branchline/fix-login, 1 file changed, 2 lines added, 1 removed',
  );
  assert.match(spoken(session({ status: 'paused', reason: 'paused', freed: true }), AGENTS, t), /worktree freed/);
});

test('context values are what the manifest’s when clauses match', () => {
  const value = contextValue(session({ changes: changes({ files: 1, added: 1, removed: 0 }), unread: true }));
  assert.equal(value, 'session;live;working;changed;worktree;unread;');
  assert.match(contextValue(session({ status: 'failed', worktree: '' })), /^session;ended;failed;$/);
  assert.equal(contextValue(waiting()), 'session;live;waiting;decide;accept;always;reject;worktree;');
  assert.equal(contextValue(waiting({ kind: 'question' })), 'session;live;waiting;worktree;');
  const freed = session({ status: 'paused', freed: true, changes: changes({ files: 1, added: 1, removed: 0 }) });
  assert.equal(contextValue(freed), 'session;ended;paused;freed;', 'no files to open');
  assert.equal(
    contextValue({ ...waiting(), status: 'working' }),
    'session;live;working;worktree;',
    'a prompt that was left behind offers nothing',
  );
});

test('a session that wants the user is marked, one at work is not', () => {
  assert.equal(sessionMark('waiting', true, t)?.letter, '?');
  assert.equal(sessionMark('failed', false, t)?.letter, '!');
  assert.equal(sessionMark('ready', true, t)?.letter, '●');
  assert.equal(sessionMark('ready', false, t), undefined);
  assert.equal(sessionMark('working', false, t), undefined);
});
