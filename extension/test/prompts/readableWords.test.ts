import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chosenBy, keysOf, MOST_LINES, readable, WIDTH } from '../../src/prompts/readableWords.ts';
import type { Option, Prompt } from '../../src/protocol/protocol.ts';
import { ALWAYS, NO, prompt, t, YES } from '../sample.ts';

const rows = (fields: Partial<Prompt>) => readable(prompt(fields), t);

test('a command can be read in full: it is broken into rows, and its own line ends are seen', () => {
  assert.deepEqual(rows({ command: 'rm old.py' }), ['rm old.py']);
  assert.deepEqual(rows({ command: 'cd a\nrm -rf b' }), ['cd a ⏎', 'rm -rf b']);
  const words = Array.from({ length: 30 }, (_, n) => `word${n}`).join(' ');
  const found = rows({ command: words });
  assert.ok(found.length > 2 && found.every((row) => [...row].length <= WIDTH));
  assert.equal(found.join(' '), words, 'nothing is lost, and words stay whole');
  const long = 'x'.repeat(200);
  assert.equal(rows({ command: long }).join(''), long, 'what has no blank is broken all the same');
});

test('what is too long says so, and where it is to be seen', () => {
  const found = rows({ command: Array.from({ length: 100 }, (_, n) => `echo ${n}`).join('\n') });
  assert.equal(found.length, MOST_LINES);
  assert.match(found.at(-1) as string, /in the terminal/);
  const huge = rows({ command: `true ${'\n'.repeat(1_000_000)} rm -rf ~` });
  assert.ok(huge.length <= MOST_LINES);
  assert.match(huge.at(-1) as string, /in the terminal/);
});

test('nothing in it is obeyed or hidden', () => {
  assert.deepEqual(rows({ command: '$(rocket) a\u202eb' }), ['$\u2009(rocket) a\\u{202e}b']);
});

test('without a command: the files, the address, the question', () => {
  assert.deepEqual(rows({ command: null, paths: ['a.py', 'b.py'] }), ['a.py', 'b.py']);
  assert.deepEqual(rows({ command: null, url: 'https://example.com' }), ['https://example.com']);
  assert.deepEqual(rows({ command: null, tool: null, title: 'Which colour?' }), ['Which colour?']);
});

const other = (id: string, label: string): Option => ({ id, label, meaning: 'other' });
const keys = (options: Option[]) => keysOf(prompt({ options })).map(({ digit, letter }) => digit + letter);

test('options are chosen by the agent’s own digits, and by letters that mean one of them alone', () => {
  assert.deepEqual(keys([YES, ALWAYS, NO]), ['1y', '2a', '3n']);
  assert.deepEqual(keys([YES, { ...YES, id: '2' }, NO]), ['1', '2', '3n'], 'which yes is meant is not known');
  assert.deepEqual(keys([other('1', 'Red'), other('2', 'Green'), other('3', 'Rose')]), ['1', '2g', '3']);
  assert.deepEqual(
    keys([other('yes', 'Yes'), other('no', 'No')]),
    ['1y', '2n'],
    'ids that are words: the place counts',
  );
  assert.deepEqual(keys([other('2', 'B'), other('1', 'A')]), ['2b', '1a'], 'whatever the order');
  assert.equal(keys(Array.from({ length: 12 }, (_, n) => other(String(n + 1), '–')))[10], '', 'the eleventh has none');
});

test('a key chooses at once, a word is looked for', () => {
  const asks = prompt({ options: [YES, ALWAYS, NO] });
  const chosen = ['1', '3', 'y', 'N', 'a', '', '4', 'x', 'no', '12'].map((typed) => chosenBy(asks, typed)?.id ?? '-');
  assert.deepEqual(chosen, ['1', '3', '1', '3', '2', '-', '-', '-', '-', '-']);
});
