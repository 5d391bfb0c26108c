import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Session, Status } from '../../../src/protocol/protocol.ts';
import { statusWord } from '../../../src/sessions/rows/statusWords.ts';
import { contextValue, description, label, look, sessionMark, spoken } from '../../../src/sessions/rows/words.ts';
import { around, changes, NOW, persona, session, t, waiting } from '../../sample.ts';

const AGENTS = [{ name: 'claude', title: 'Claude Code', program: '/bin/claude', install: 'npm i', tellsUsage: true }];
const AROUND = around({ agents: AGENTS });
const EVERY: Status[] = ['queued', 'starting', 'working', 'waiting', 'ready', 'paused', 'failed', 'completed'];

test('each status has its own word and icon: colour is never the only signal', () => {
  assert.equal(new Set(EVERY.map((status) => statusWord(status, t))).size, EVERY.length);
  assert.equal(new Set(EVERY.map((status) => look(session({ status })).icon)).size, EVERY.length);
  assert.notEqual(look(session({ status: 'ready' })).icon, look(session({ status: 'ready', unread: true })).icon);
});

test('the description leaves out what is not there yet', () => {
  const counted = changes({ files: 2, added: 12, removed: 3 });
  assert.equal(
    description(session({ changes: counted }), AROUND, t),
    '5 min · Running · +12 −3 · Fix the login · Claude Code',
  );
  assert.equal(
    description(session({ status: 'starting', branch: '' }), around(), t),
    '5 min · Loading · Fix the login · claude',
  );
});

test('what was not looked at looks unread, in words too', () => {
  const row = session({ status: 'ready', reason: 'api error', unread: true, branch: '' });
  assert.equal(description(row, AROUND, t), '5 min · Ready · api error · Fix the login · Claude Code');
  assert.match(spoken(row, AROUND, t), /Ready, api error, for 5 min, not looked at yet, /);
  assert.doesNotMatch(spoken(session({ status: 'ready' }), AROUND, t), /not looked at/);
});

test('that snapshots fail is on the row until one is taken', () => {
  const row = session({ status: 'ready', branch: '', snapshotFailed: 'No room\nleft on the disk.' });
  assert.equal(description(row, AROUND, t), '5 min · Ready · snapshots fail · Fix the login · Claude Code');
  assert.match(spoken(row, AROUND, t), /, snapshots fail: No room ⏎ left on the disk\., /);
  assert.doesNotMatch(description(session(), AROUND, t) + spoken(session(), AROUND, t), /snapshots/);
});

test('who listens hears what is waited for', () => {
  const heard = (row: Session) => spoken(row, AROUND, t);
  assert.match(heard(waiting()), /^fix-login, Waiting for input, approval: Bash touch hello\.txt, for 5 min, /);
  const question = waiting({ kind: 'question', command: null, tool: null, title: 'Which colour?' });
  assert.match(heard(question), /Waiting for input, question: Which colour\?/);
  assert.match(heard(session({ status: 'waiting', reason: 'approval' })), /Waiting for input: approval/);
});

test('what needs the user says first why, all others begin with their names', () => {
  const rows: [Session, string][] = [
    [waiting(), 'Command? · fix-login'],
    [waiting({ command: null, tool: 'Edit', paths: ['a.py'] }), 'Edit? · fix-login'],
    [waiting({ command: null, tool: null }), 'Approval? · fix-login'],
    [waiting({ kind: 'question' }), 'Question? · fix-login'],
    [waiting({ kind: 'trust' }), 'Trust? · fix-login'],
    [session({ status: 'waiting', reason: 'password' }), 'Password? · fix-login'],
    [session({ status: 'waiting', reason: 'something new' }), 'Input? · fix-login'],
    [session({ status: 'failed', reason: 'exit code 1' }), 'exit code 1 · fix-login'],
    [session({ status: 'failed', reason: 'x'.repeat(90) }), `${'x'.repeat(23)}… · fix-login`],
    [session({ status: 'failed' }), 'fix-login'],
    [session(), 'fix-login'],
    [session({ status: 'paused', reason: 'interrupted' }), 'fix-login'],
  ];
  assert.deepEqual(
    rows.map(([row]) => label(row, t)),
    rows.map(([, said]) => said),
  );
});

test('beside the label stands how long it is so, then what label and heading do not say', () => {
  const said = (row: Session, fields = {}) => description({ ...row, title: '' }, around(fields), t);
  assert.equal(said(waiting()), '5 min · Bash touch hello.txt · claude');
  assert.equal(said(waiting({ kind: 'question', title: 'Which?' })), '5 min · claude');
  assert.equal(said(session({ status: 'failed', reason: 'exit code 1' })), '5 min · claude');
  assert.match(said(session({ status: 'failed', reason: 'x'.repeat(90) })), /^5 min · Error: x{90} · claude$/);
  const under = { isUnderStatus: true };
  assert.equal(said(session(), under), '5 min · claude');
  assert.equal(said(session({ status: 'queued', queuePlace: 2 }), under), '5 min · Queued: place 2 · claude');
  assert.equal(said(session({ status: 'starting' }), under), '5 min · Loading · claude');
  assert.equal(said(session({ status: 'ready', reason: 'api error' }), under), '5 min · api error · claude');
  assert.equal(said(session({ status: 'paused', reason: 'paused' }), under), '5 min · claude');
  assert.equal(
    said(session({ status: 'paused', reason: 'interrupted' }), under),
    '5 min · Paused: interrupted · claude',
  );
});

test('what is not usual is said: another branch, the repository among several, what was found, pins and personas', () => {
  const said = (row: Partial<Session>, fields = {}) => description(session({ title: '', ...row }), around(fields), t);
  assert.equal(said({ branch: 'topic' }), '5 min · Running · claude · topic');
  assert.equal(said({}, { saysRepository: true }), '5 min · Running · shop · claude');
  assert.equal(said({}, { found: 'the line' }), '“the line” · 5 min · Running · claude');
  assert.equal(said({}, { isActive: true }), 'active · 5 min · Running · claude');
  assert.equal(said({ pinned: true, persona: 'tester' }), '5 min · Running · pinned · tester · claude');
  const heard = spoken(
    session({ pinned: true, persona: 'tester' }),
    around({ isActive: true, saysRepository: true, found: 'the line' }),
    t,
  );
  assert.match(heard, /, active, pinned, found: the line, Fix the login, persona tester, repository shop, claude, /);
});

test('the age has no seconds', () => {
  assert.match(description(session({ since: NOW.toISOString() }), around(), t), /^now · /);
  assert.match(spoken(session({ since: NOW.toISOString() }), around(), t), /, for less than a minute, /);
});

test('nothing turns where the user wants nothing to move', () => {
  assert.match(look(session()).icon, /~spin$/);
  for (const status of EVERY) assert.doesNotMatch(look(session({ status }), true).icon, /~spin$/);
  assert.equal(new Set(EVERY.map((status) => look(session({ status }), true).icon)).size, EVERY.length);
});

test('a session that rests has its persona’s icon and title, one that needs the user does not', () => {
  const personas = [persona({ name: 'tester', title: 'Tester', icon: 'beaker' })];
  const icons = EVERY.map((status) => look(session({ status, persona: 'tester' }), true, personas).icon);
  assert.deepEqual(
    EVERY.filter((_, at) => icons[at] === 'beaker'),
    ['ready', 'paused', 'completed'],
  );
  assert.notEqual(look(session({ status: 'ready', unread: true, persona: 'tester' }), true, personas).icon, 'beaker');
  assert.equal(look(session({ status: 'ready', persona: 'gone' }), true, personas).icon, 'pass');
  const row = session({ persona: 'tester', title: '' });
  assert.equal(description(row, around({ personas }), t), '5 min · Running · Tester · claude');
  assert.match(spoken(row, around({ personas }), t), /, persona Tester, /);
});

test('a screen reader hears everything that is seen', () => {
  const heard = spoken(session({ unread: true, changes: changes({ files: 1, added: 2, removed: 1 }) }), AROUND, t);
  assert.equal(
    heard,
    'fix-login, Running, for 5 min, not looked at yet, Fix the login, Claude Code, branch branchline/fix-login, 1 file changed, 2 lines added, 1 removed',
  );
  assert.match(spoken(session({ status: 'paused', reason: 'paused', freed: true }), AROUND, t), /worktree freed/);
});

test('context values are what the manifest’s when clauses match', () => {
  const value = contextValue(session({ changes: changes({ files: 1, added: 1, removed: 0 }), unread: true }));
  assert.equal(value, 'session;live;working;changed;worktree;unread;');
  assert.equal(contextValue(session({ pinned: true })), 'session;live;working;worktree;pinned;');
  assert.match(contextValue(session({ status: 'failed', worktree: '' })), /^session;ended;failed;$/);
  assert.equal(contextValue(waiting()), 'session;live;waiting;decide;accept;always;reject;worktree;');
  assert.equal(contextValue(waiting({ kind: 'question' })), 'session;live;waiting;question;worktree;');
  assert.equal(contextValue(session({ answers: false })), 'session;live;working;worktree;unanswered;');
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
