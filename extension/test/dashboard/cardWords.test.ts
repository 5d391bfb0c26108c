import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cardOf, entries, pageWords } from '../../src/dashboard/cardWords.ts';
import { arranged } from '../../src/sessions/groups/grouping.ts';
import { ALWAYS, around, changes, NO, session, t, waiting, YES } from '../sample.ts';

const card = (fields: object) => cardOf(session(fields), around(), t);

test('a card says what the row says, and has the controls that fit', () => {
  const { name, status, age, facts, actions, standing } = card({
    changes: changes({ files: 2, added: 3, removed: 1 }),
  });
  assert.deepEqual([name, status, age, standing], ['fix-login', 'Running', '5 min', 'working']);
  assert.deepEqual(facts, ['claude', 'branchline/fix-login', '+3 −1 · 2 files']);
  assert.deepEqual(actions, ['open', 'changes', 'pause', 'stop', 'remove']);
  assert.deepEqual(card({ status: 'paused', reason: 'paused' }).actions, ['resume', 'remove']);
  assert.deepEqual(card({ status: 'queued' }).actions, ['pause', 'stop', 'remove']);
});

test('what an agent reports stands on its card where the record has it', () => {
  const reported = card({
    tool: 'Bash',
    background: [{ label: 'npm run dev' }, { label: 'vite' }],
    usage: { input: 1000, output: 234, cost: 0.5 },
    progress: { done: 1, total: 4, doing: 'Write the\u202e tests', percent: null },
  });
  assert.deepEqual(reported.facts.slice(2), [
    'uses Bash',
    'in the background: npm run dev, vite',
    '1,234 tokens · $0.50',
  ]);
  assert.deepEqual(reported.progress, { percent: 25, text: '1 of 4 steps · Write the\\u{202e} tests' });
  assert.deepEqual(card({ progress: { done: 0, total: 0, doing: null, percent: 40 } }).progress, {
    percent: 40,
    text: '',
  });
  assert.equal(card({}).progress, null);
});

test('a prompt has a button for each option, bound to what is asked; a secret has none', () => {
  const asks = cardOf(waiting({ options: [YES, ALWAYS, NO] }), around(), t).prompt;
  assert.deepEqual([asks?.promptId, asks?.asked], ['p1', ['Do you want to proceed?', 'touch hello.txt']]);
  assert.deepEqual(
    asks?.answers.map(({ choice, label, keys }) => [choice, label, keys]),
    [
      ['1', 'Yes', ['1', 'y']],
      ['2', 'Yes, always', ['2', 'a']],
      ['3', 'No (esc)', ['3', 'n']],
    ],
  );
  for (const kind of ['login', 'password'] as const)
    assert.deepEqual(cardOf(waiting({ kind }), around(), t).prompt?.answers, []);
  const text = cardOf(waiting({ kind: 'question', options: [], takesText: true }), around(), t);
  assert.deepEqual([text.prompt?.answers, text.actions.includes('answer')], [[], true]);
  assert.equal(card({}).prompt, null);
});

test('hostile words are plain and have an end', () => {
  const hostile = card({ title: `<img src=x onerror=alert(1)> $(check) \u202e${'x'.repeat(1_000_000)}` });
  assert.ok(hostile.title.length < 400 && hostile.title.includes('\\u{202e}') && hostile.title.endsWith('…'));
});

test('headings and cards stand as in the side bar', () => {
  const sessions = [session({ id: 'a', task: 'web-1' }), session({ id: 'b', task: 'web-1.2' }), session({ id: 'c' })];
  assert.deepEqual(entries(arranged(sessions, 'task'), around(), t), [
    { group: 'web-1', detail: '2', level: 2 },
    { id: 'a' },
    { group: 'web-1.2', detail: '1', level: 3 },
    { id: 'b' },
    { group: 'No task', detail: '1', level: 2 },
    { id: 'c' },
  ]);
  assert.deepEqual(entries(arranged([], 'status', arranged(sessions, 'status')), around(), t), []);
});

test('the page has words with a gap for a name', () => {
  assert.equal(pageWords(t).select, 'Select {0}');
});
