import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Painted, stretches } from '../../src/dashboard/painting.ts';

const paint = (lines: string[], styles: string[] | null = null) => ({
  id: 'a',
  cols: 80,
  rows: lines.length,
  lines,
  styles,
});

test('a line is cut where its style alters, by characters and not by halves of them', () => {
  assert.deepEqual(stretches('red on', '3:Bf1 3'), [
    ['red', 'Bf1'],
    [' on', ''],
  ]);
  assert.deepEqual(stretches('🙂🙂x', '2:g4'), [
    ['🙂🙂', 'g4'],
    ['x', ''],
  ]);
  assert.deepEqual(stretches('plain', ''), [['plain', '']]);
  assert.deepEqual(stretches('', ''), []);
  assert.deepEqual(stretches('ab', '1 9:B 3'), [
    ['a', ''],
    ['b', 'B'],
  ]);
});

test('what is hidden in a line is spelled out', () => {
  assert.deepEqual(stretches('a\u202eb\u200b', ''), [['a\\u{202e}b\\u{200b}', '']]);
  assert.deepEqual(stretches('x\u0007y', '1:B 2'), [
    ['x', 'B'],
    ['\\u{7}y', ''],
  ]);
});

test('only lines that altered go to the page, and nothing where none did', () => {
  const painted = new Painted();
  assert.deepEqual(painted.next(paint(['one', 'two', '', ' '])), {
    type: 'paint',
    id: 'a',
    cols: 80,
    count: 2,
    lines: [
      [0, [['one', '']]],
      [1, [['two', '']]],
    ],
  });
  assert.equal(painted.next(paint(['one', 'two', '', ''])), undefined);
  assert.deepEqual(painted.next(paint(['one', 'two'], ['', '3:B']))?.lines, [[1, [['two', 'B']]]]);
  assert.deepEqual(painted.next(paint(['one', ''])), { type: 'paint', id: 'a', cols: 80, count: 1, lines: [] });
  painted.clear();
  assert.equal(painted.next(paint(['one']))?.lines.length, 1);
});
