import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as words from '../../src/landing/words.ts';
import type { LandResult, PublishResult } from '../../src/protocol/protocol.ts';
import { description } from '../../src/sessions/rows/words.ts';
import { session, t } from '../sample.ts';

const PLAN: LandResult = { commands: [], onto: 'main', message: 'Mend it\n\nAll of it', landed: null };
const NONE = session().changes;
const PUSHED: PublishResult = {
  commands: [],
  branch: 'branchline/x',
  remote: 'origin',
  address: '/remote',
  url: null,
  asks: false,
  said: '',
};

test('each way to land has words of its own everywhere', () => {
  for (const say of [
    words.howWord,
    words.howMeaning,
    (how: (typeof words.HOWS)[number]) => words.planTitle(how, 'login', PLAN, t),
    (how: (typeof words.HOWS)[number]) => words.landedText(how, 'login', 'main', t),
    (how: (typeof words.HOWS)[number]) => words.landedFact({ how, onto: 'main' }, t),
  ])
    assert.equal(new Set(words.HOWS.map((how) => say(how, t))).size, 3);
  assert.equal(words.landedText('squash', 'login', 'main', t), '“login” was squashed onto main.');
  assert.equal(words.planTitle('merge', 'login', PLAN, t), 'Merge “login” into main');
});

test('a row says where its work landed until there is more', () => {
  const landed = {
    how: 'squash' as const,
    onto: 'main',
    commit: 'a'.repeat(40),
    at: '2026-01-01T00:00:00Z',
    removed: [],
  };
  const row = session({ landed, changes: NONE });
  assert.equal(words.landedMark(row, t), 'landed on main');
  assert.equal(words.landedMark(session({ changes: NONE }), t), '');
  assert.equal(words.landedMark({ ...row, changes: { ...NONE, files: 1 } }, t), '');
  const head = { branch: 'branchline/login', commit: 'b'.repeat(40), commits: 1, moved: null };
  assert.equal(words.landedMark({ ...row, head }, t), '');
  assert.match(description(row, { agents: [], now: new Date('2026-01-01T00:00:00Z') }, t), /landed on main/);
});

test('of a message the first line is shown', () => {
  assert.equal(words.subject(PLAN.message), 'Mend it');
  assert.equal(words.subject(''), '');
});

test('a command is shown whole, and on one line', () => {
  assert.equal(words.commandText("git commit -m 'a\nb'"), "git commit -m 'a ⏎ b'");
  assert.equal(words.commandText('x'.repeat(500)).length, 500);
});

test('what was applied is named where it is one file', () => {
  const trees = { oldTree: '1', newTree: '2' };
  const applied = { commands: [], folder: '/app', files: ['a.py'], ...trees };
  assert.equal(words.appliedText(applied, t), 'a.py was applied to /app.');
  assert.equal(words.appliedText({ ...applied, files: ['a', 'b'] }, t), '2 files were applied to /app.');
});

test('what was changed since it was applied stays, and is named', () => {
  assert.equal(words.undoneText([], t), 'The main checkout is as it was.');
  assert.equal(
    words.undoneText(['a.py'], t),
    'You changed a.py since, so that they stay. The others are as they were.',
  );
});

test('a pull request was made, or is asked for in a browser', () => {
  assert.equal(words.requestedText(PUSHED, t), 'branchline/x was pushed to origin.');
  const url = 'https://github.com/a/b/pull/1';
  assert.equal(words.requestedText({ ...PUSHED, url }, t), 'A pull request was made for branchline/x.');
  assert.equal(
    words.requestedText({ ...PUSHED, url, asks: true, said: 'gh: not logged in' }, t),
    'branchline/x was pushed to origin. Ask for it in the browser: gh: not logged in',
  );
});

test('an agent is told which files conflict, and what a hook said', () => {
  assert.match(words.conflictInstruction('main', ['a.py', 'b.py']), /branch main .*\n- a\.py\n- b\.py$/);
  assert.match(words.refusalInstruction('no tests'), /\n\nno tests$/);
});
