import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as asked from '../../src/prompts/asked.ts';
import type { Prompt } from '../../src/protocol/protocol.ts';
import { ALWAYS, NO, prompt, session, t, waiting, YES } from '../sample.ts';

test('what is waited for: the tool and what it is to do, else the kind', () => {
  const says = (asks: Partial<Prompt>) => asked.waitsFor(waiting(asks), t);
  assert.equal(says({}), 'Bash touch hello.txt');
  assert.equal(says({ tool: 'Write', command: null, paths: ['a.py', 'b.py'] }), 'Write a.py, b.py');
  assert.equal(says({ tool: 'Fetch', command: null, url: 'https://example.com/x' }), 'Fetch https://example.com/x');
  assert.equal(says({ tool: null }), 'touch hello.txt');
  assert.equal(says({ tool: null, command: null }), 'Do you want to proceed?');
  assert.equal(says({ tool: null, command: null, title: '' }), 'approval');
  for (const kind of ['question', 'trust', 'login', 'password'] as const) assert.equal(says({ kind }), kind);
});

test('a prompt that was not understood leaves the reason, or only that there is one', () => {
  assert.equal(asked.waitsFor(session({ status: 'waiting', reason: 'approval' }), t), 'approval');
  assert.equal(asked.waitsFor(session({ status: 'waiting', reason: 'something new' }), t), 'something new');
  assert.equal(asked.waitsFor(session({ status: 'waiting' }), t), 'input');
});

test('a long command is cut, a second line is not hidden', () => {
  const long = asked.waitsFor(waiting({ command: `echo ${'x'.repeat(500)}` }), t);
  assert.equal([...long].length, 60);
  assert.match(long, /^Bash echo x+…$/);
  assert.equal(asked.waitsFor(waiting({ command: 'true\n  rm -rf /\n' }), t), 'Bash true ⏎ rm -rf /');
});

test('a row has a button only for what exactly one option says', () => {
  const ids = (asks: Partial<Prompt>) =>
    asked.DECISIONS.map(([decision]) => asked.optionFor(prompt(asks), decision)?.id ?? '-').join('');
  assert.equal(ids({}), '123');
  assert.equal(ids({ kind: 'trust', options: [YES, NO] }), '1-3');
  assert.equal(ids({ options: [YES, ALWAYS, { ...ALWAYS, id: '4' }, NO] }), '1-3');
  assert.equal(ids({ options: [YES, { ...NO, id: '' }] }), '1--', 'what cannot be chosen');
  for (const kind of ['question', 'login', 'password'] as const) assert.equal(ids({ kind }), '---', kind);
  assert.equal(asked.optionFor(null, 'accept'), undefined);
});

test('a secret is given in the terminal only', () => {
  const way = (asks: Partial<Prompt>) => asked.wayToAnswer(prompt(asks));
  assert.equal(way({}), 'list');
  assert.equal(way({ kind: 'question' }), 'list');
  assert.equal(way({ kind: 'question', options: [], takesText: true }), 'text');
  assert.equal(way({ kind: 'question', options: [] }), 'terminal');
  assert.equal(way({ kind: 'password' }), 'terminal');
  assert.equal(way({ kind: 'login' }), 'terminal');
  assert.equal(way({ options: [] }), 'terminal');
  assert.equal(asked.wayToAnswer(null), 'terminal');
});

test('the list has the agent’s own words, and says what each does', () => {
  assert.deepEqual(asked.choices(prompt({ options: [YES, NO] }), t), [
    { label: 'Yes', description: 'accepts this once', choice: '1' },
    { label: 'No (esc)', description: 'rejects', choice: '3' },
  ]);
  const always = asked.choices(prompt(), t).filter(({ widens }) => widens);
  assert.deepEqual(
    always.map(({ label }) => label),
    ['Yes, always'],
  );
  const [hostile] = asked.choices(prompt({ options: [{ id: '1', label: '$(check) No\nYes', meaning: 'other' }] }), t);
  assert.ok(!hostile?.label.includes('$('), 'an option draws no icon');
  assert.ok(!hostile?.label.includes('\n'));
});

test('a typed text that names an option is told apart', () => {
  assert.equal(asked.optionNamed(prompt({ kind: 'question' }), ' 2 ')?.label, 'Yes, always');
  assert.equal(asked.optionNamed(prompt({ kind: 'question' }), '22'), undefined);
});
