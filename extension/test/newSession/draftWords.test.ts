import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EMPTY } from '../../src/newSession/draft.ts';
import * as words from '../../src/newSession/draftWords.ts';
import { persona, t } from '../sample.ts';

const AROUND: words.Around = {
  agents: [{ name: 'claude', title: 'Claude Code', program: '/bin/claude', install: 'npm i', tellsUsage: true }],
  repoName: (repo) => repo.slice(1),
  repos: 2,
  personas: [
    {
      name: 'qa',
      title: 'QA',
      icon: 'beaker',
      description: '',
      agent: 'codex',
      arguments: [],
      autoYes: 'read-only',
      readOnly: false,
      autoYesLimits: [],
      limits: null,
      builtIn: true,
    },
  ],
  usual: 'off',
};
const DRAFT = { ...EMPTY, repo: '/weather', agents: ['claude'], instruction: 'Fix it' };
const parts = (draft = DRAFT, around = AROUND) =>
  words.partRows(draft, around, t).map(({ label, value }) => `${label}: ${value}`);

test('Start tells all that holds when Enter is pressed', () => {
  assert.equal(words.startLabel(DRAFT, t), 'Start');
  assert.equal(
    words.startDescription(DRAFT, AROUND, t),
    'weather · Claude Code · from the current HEAD · auto-yes off',
  );
  const other = { ...DRAFT, agents: ['claude', 'codex'], copies: 2, persona: 'qa', autoYes: 'safe' as const };
  assert.equal(words.startLabel(other, t), 'Start 4 Sessions');
  assert.equal(
    words.startDescription({ ...other, subfolder: 'src' }, { ...AROUND, repos: 1 }, t),
    'Claude Code, codex · QA · from the current HEAD · auto-yes safe · src',
  );
  assert.equal(words.instructionLine(DRAFT, t), 'Fix it');
  assert.equal(words.instructionLine(EMPTY, t), 'Without an instruction: the agent waits for one.');
});

test('each part that can be changed stands there with its value', () => {
  assert.deepEqual(parts(), [
    'Repository: weather',
    'Agent: Claude Code',
    'Persona: none',
    'Base: from the current HEAD',
    'Task: none',
    'Auto-yes: off, as the settings say',
    'Copies: 1',
    'Name: made from the instruction',
  ]);
  const about = [{ label: 'Issue #7: Login', text: 'x' }];
  assert.equal(parts({ ...DRAFT, about })[0], 'Goes Along: Issue #7: Login');
  const few = parts(DRAFT, { ...AROUND, repos: 1, personas: [] });
  assert.ok(!few.some((row) => /Repository|Persona/.test(row)), 'what there is one of cannot be changed');
});

test('a persona brings its preset', () => {
  const draft = { ...DRAFT, persona: 'qa' };
  assert.match(words.startDescription(draft, AROUND, t), /· QA · .* · auto-yes read-only$/);
  assert.ok(parts(draft).includes('Auto-yes: read-only, as the settings say'));
});

test('a base is told as what it is', () => {
  assert.equal(words.baseText({ kind: 'changes' }, t), 'from the current HEAD, with your uncommitted changes');
  assert.equal(words.baseText({ kind: 'from', name: 'main' }, t), 'from main');
  assert.equal(words.baseText({ kind: 'on', name: 'topic' }, t), 'on topic');
  assert.equal(words.baseText({ kind: 'pullRequest', number: 7, commit: 'a' }, t), 'from pull request #7');
});

test('of variables the names are shown alone', () => {
  const own = {
    ...DRAFT,
    subfolder: 'src',
    arguments: ['-m', 'a b'],
    environment: ['TOKEN=secret'],
    limits: ['sameAnswers=3'],
  };
  assert.deepEqual(
    words.moreRows(own, AROUND, t).map(({ value }) => value),
    ['src', "-m 'a b'", 'TOKEN', '3 equal answers'],
  );
  assert.equal(words.moreText(own, AROUND, t), "src · -m 'a b' · TOKEN · 3 equal answers");
  assert.equal(words.moreText(DRAFT, AROUND, t), 'subfolder · arguments · variables · limits');
  assert.equal(words.variablesComplaint(['A=1', 'B_2='], t), undefined);
  for (const bad of ['A', '1A=x', 'A-B=x', '']) assert.match(words.variablesComplaint([bad], t) ?? '', /NAME=value/);
});

test('the limits of its persona are told as those that hold, but for what was chosen', () => {
  const around = { ...AROUND, personas: [persona({ autoYesLimits: ['sameAnswers=2', 'answersPerMinute=5'] })] };
  const told = (limits: string[]) => words.moreRows({ ...DRAFT, persona: 'qa', limits }, around, t).at(-1)?.value;
  assert.equal(told([]), '2 equal answers, 5 answers in a minute');
  assert.equal(told(['answersPerMinute=9']), '2 equal answers, 9 answers in a minute');
  assert.equal(words.moreRows(DRAFT, around, t).at(-1)?.value, 'as the settings say');
});

test('what failed is summed up in one sentence', () => {
  assert.equal(words.summary(2, ['It is full.', 'It is full.'], t), '2 of 4 sessions were made. It is full.');
  assert.equal(words.summary(0, ['A.', 'B.'], t), 'None of the 2 sessions could be made. A. B.');
});
