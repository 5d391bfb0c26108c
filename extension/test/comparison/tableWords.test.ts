import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as words from '../../src/comparison/tableWords.ts';
import type { CheckState, ComparedCell, CompareSessionsResult } from '../../src/protocol/protocol.ts';
import { session, t } from '../sample.ts';

const cell = (place: number, fields: Partial<ComparedCell> = {}): ComparedCell => ({
  ...{ session: place, status: 'M', added: 3, removed: 1, binary: false, other: null, alike: 0 },
  ...fields,
});
const compared = { id: 'a', base: 'b', tree: 't', files: 2, added: 10, removed: 3, checked: null };
const result: CompareSessionsResult = {
  sessions: [compared, { ...compared, id: 'b' }, { ...compared, id: 'c' }],
  files: [
    { path: 'src/a.ts', differs: true, cells: [cell(0, { alike: 1 }), cell(2, { alike: 1 })] },
    { path: 'logo.png', differs: true, cells: [cell(1, { status: 'R', binary: true, other: 'old.png' })] },
    { path: '<b>\u202egone', differs: true, cells: [cell(1, { status: 'D', added: 0, removed: 0 })] },
  ],
};

test('a cell says how the file is changed, how much, and who made the same of it', () => {
  const [first, second, third] = words.rowsOf(result, ['login', 'other', 'third'], t);
  assert.deepEqual(
    first?.cells.map((each) => each?.spoken),
    ['Modified, +3 −1, the same as in third', undefined, 'Modified, +3 −1, the same as in login'],
  );
  assert.deepEqual(first?.cells[1], null);
  assert.equal(second?.cells[1]?.spoken, 'Renamed, binary, the other name is old.png');
  assert.deepEqual([third?.path, third?.cells[1]?.spoken], ['<b>\\u{202e}gone', 'Deleted']);
});

test('the head of a column says what the session is, its sums and its check', () => {
  const column = (checked: typeof compared.checked | object) =>
    words.columnOf({ ...compared, checked: checked as never }, session({ name: 'login', status: 'ready' }), t);
  const plain = column(null);
  assert.deepEqual([plain.name, plain.sums, plain.check, plain.verdict], ['login', '2 files · +10 −3', '', 'other']);
  assert.equal(plain.keep, 'Keep “login” and remove the others…');
  const passed = column({ state: 'passed', seconds: 12, current: true });
  assert.deepEqual([passed.check, passed.verdict], ['Check passed in 12 s', 'passed']);
});

test('how a check ended, or how far it is', () => {
  const said = (state: string, seconds = 3, current = true) =>
    words.checkText({ state: state as CheckState, seconds, current }, t);
  assert.equal(said('passed'), 'Check passed in 3 s');
  assert.equal(said('failed'), 'Check failed after 3 s');
  assert.equal(said('failed', 3, false), 'Check failed after 3 s, before the files changed');
  assert.equal(said('running', 0, false), 'Check is running');
  assert.equal(said('cancelled'), 'Check was cancelled');
  assert.equal(said('timedOut', 60), 'Check had not ended after 60 s');
  assert.equal(said('a \u202e newer word'), 'Check: a \\u{202e} newer word');
});

test('the page has words for all that it says by itself', () => {
  for (const word of Object.values(words.pageWords(t))) assert.ok(word.length > 1);
});
