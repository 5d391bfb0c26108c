import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  forgottenText,
  type Loss,
  leftText,
  lossOf,
  orphanEntry,
  removalText,
  removedEntry,
  removedText,
} from '../../../src/sessions/removal/removalWords.ts';
import { session, t } from '../../sample.ts';

const AGENTS = [{ name: 'claude', title: 'Claude Code', program: '/bin/claude', install: 'npm i', tellsUsage: true }];
const NOW = new Date('2026-01-01T10:00:00Z');
const BACK = 'It can be restored for 30 days, with “Removed Sessions…”.';
const loss = (fields: Partial<Loss> = {}): Loss => ({
  files: 0,
  commits: 0,
  ignored: 0,
  live: false,
  missing: [],
  running: { processes: [], kept: false },
  ...fields,
});

test('what a removal takes away is said in files and commits, and that it comes back', () => {
  assert.equal(
    removalText(loss({ files: 3, commits: 2 }), t),
    `3 uncommitted files and 2 commits that exist nowhere else will be deleted. ${BACK}`,
  );
  assert.equal(
    removalText(loss({ files: 1, live: true }), t),
    `Its agent is still running and will be stopped. 1 uncommitted file will be deleted. ${BACK}`,
  );
  assert.match(removalText(loss({ commits: 1 }), t), /^1 commit that exists nowhere else will be deleted\./);
  assert.match(removalText(loss({ live: true }), t), /No file and no commit would be lost\./);
});

test('what still runs there is named, and whether it ends', () => {
  const processes = [{ pid: 12, name: 'node' }];
  const text = removalText(loss({ running: { processes, kept: false } }), t);
  assert.match(text, /^What its agent started still runs and will be ended: node \(12\)\. No file/);
  assert.match(removalText(loss({ running: { processes, kept: true } }), t), /^What its agent started goes on: node/);
});

test('what does not come back is said', () => {
  const text = removalText(loss({ files: 1, ignored: 12, missing: ['big.bin', 'lib'] }), t);
  assert.equal(
    text,
    `1 uncommitted file will be deleted. ${BACK} 12 ignored files are lost for good. No snapshot can keep this, it is lost for good: big.bin, lib.`,
  );
  assert.equal(removalText(loss({ ignored: 1 }), t), `${BACK} 1 ignored file is lost for good.`);
});

test('a branch that stays though it was to go is named', () => {
  const row = session({ name: 'a', branch: 'branchline/a' });
  assert.equal(removedText(row, null, t), 'Removed “a”.');
  assert.equal(removedText(row, '/w', t), 'Removed “a”. Its branch branchline/a stays: it is checked out in /w.');
});

test('what is left of a session that is deleted for good is said', () => {
  assert.match(leftText('a', '/r\n', t), /^The snapshots of “a” are still in .* at \/r\. They are deleted once/);
});

test('what is taken off the list is said with what it leaves', () => {
  assert.match(forgottenText('a', null, t), /^“a” is off the list; .*removed sessions.*found\.$/);
  assert.match(forgottenText('a', '/w\n', t), / Its worktree stays at \/w\.$/);
});

test('the refusal of a sidecar says it all', () => {
  const counts = { files: 1, commits: 2, ignored: 3, live: true, missing: ['x'] };
  const running = { processes: [{ pid: 12, name: 'node' }], kept: true };
  assert.deepEqual(lossOf({ code: 'DIRTY', ...counts, ...running }), { ...counts, running });
  assert.deepEqual(lossOf({ code: 'DIRTY' }), loss());
});

test('a removed session is listed with who worked where, and until when it is kept', () => {
  const removed = {
    id: 'a',
    name: 'Fix $(bug)\nlogin',
    title: 'Fix the $(bug)',
    agent: 'claude',
    task: null,
    repo: '/code/shop',
    branch: 'branchline/fix-login',
    snapshot: 'refs/branchline/a/4',
    removedAt: '2026-01-01T08:00:00Z',
    until: '2026-01-31T12:00:00Z',
  };
  const entry = removedEntry(removed, AGENTS, NOW, 'en', t);
  assert.equal(entry.label, 'Fix $\u2009(bug) ⏎ login');
  assert.equal(entry.description, 'Fix the $\u2009(bug) · Claude Code · branchline/fix-login');
  assert.match(entry.detail, /^removed 2 h ago, kept until Jan 31, 2026/);
});

test('a worktree without a session is listed with what is known of it', () => {
  const orphan = { path: '/w/fix', repo: '/code/shop', branch: 'branchline/fix', name: 'fix', agent: 'claude' };
  assert.deepEqual(orphanEntry(orphan, AGENTS, t), {
    label: 'fix',
    description: 'Claude Code · branchline/fix',
    detail: '/w/fix',
  });
  assert.equal(orphanEntry({ ...orphan, agent: null, branch: null }, AGENTS, t).description, 'no branch');
});
