import assert from 'node:assert/strict';
import { test } from 'node:test';
import { moved } from '../../webview/dashboard/moves.ts';

/** Two headings: three cards in two rows, and two more below. */
const GRID = [
  { left: 0, top: 0 },
  { left: 400, top: 0 },
  { left: 0, top: 300 },
  { left: 0, top: 640 },
  { left: 400, top: 640 },
];

for (const [key, from, to] of [
  ['ArrowRight', 0, 1],
  ['ArrowLeft', 0, undefined],
  ['ArrowRight', 4, undefined],
  ['ArrowDown', 0, 2],
  ['ArrowDown', 1, 2],
  ['ArrowDown', 2, 3],
  ['ArrowUp', 4, 2],
  ['ArrowUp', 2, 0],
  ['ArrowUp', 1, undefined],
  ['ArrowDown', 4, undefined],
  ['Home', 3, 0],
  ['End', 0, 4],
  ['a', 0, undefined],
  ['constructor', 0, undefined],
] as const)
  test(`${key} leads from card ${from} to ${to}`, () => assert.equal(moved(key, from, GRID), to));

test('in a list up and down are enough, and without a card there before the first is meant', () => {
  const list = [0, 200, 400].map((top) => ({ left: 0, top }));
  assert.deepEqual([moved('ArrowDown', 0, list), moved('ArrowUp', 2, list)], [1, 1]);
  assert.deepEqual([moved('ArrowDown', -1, list), moved('ArrowDown', -1, [])], [0, undefined]);
});
