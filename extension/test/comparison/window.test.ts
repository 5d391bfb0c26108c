import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inSight, moved } from '../../webview/comparison/window.ts';

test('only what is in sight is drawn, and a little beyond', () => {
  assert.deepEqual(inSight(5, 20, 0, 400), { first: 0, end: 5 });
  assert.deepEqual(inSight(10_000, 20, 0, 400), { first: 0, end: 40 });
  assert.deepEqual(inSight(10_000, 20, 20_000, 400), { first: 980, end: 1040 });
  assert.deepEqual(inSight(10_000, 20, 1e9, 400), { first: 9980, end: 10_000 });
  assert.deepEqual(inSight(0, 20, 0, 400), { first: 0, end: 0 });
});

test('keys lead from cell to cell and never out of the table', () => {
  const from = (key: string, isFar = false, at = { row: 5, column: 1 }) => moved(key, isFar, at, 100, 3, 10);
  assert.deepEqual(from('ArrowUp'), { row: 4, column: 1 });
  assert.deepEqual(from('ArrowDown', false, { row: 99, column: 1 }), { row: 99, column: 1 });
  assert.deepEqual(from('ArrowLeft', false, { row: 5, column: 0 }), { row: 5, column: 0 });
  assert.deepEqual(from('ArrowRight', false, { row: 5, column: 2 }), { row: 5, column: 2 });
  assert.deepEqual(from('PageDown'), { row: 15, column: 1 });
  assert.deepEqual(from('PageUp'), { row: 0, column: 1 });
  assert.deepEqual(from('Home'), { row: 5, column: 0 });
  assert.deepEqual(from('End', true), { row: 99, column: 2 });
  assert.equal(from('x'), undefined);
  assert.equal(from('constructor'), undefined);
});
