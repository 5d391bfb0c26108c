import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ChosenGrouping } from '../../../src/sessions/groups/chosenGrouping.ts';

function memory(kept?: unknown) {
  const values = new Map<string, unknown>([['branchline.grouping', kept]]);
  return {
    get: (key: string) => values.get(key),
    update: async (key: string, value: unknown) => void values.set(key, value),
  };
}

test('few sessions are a flat list until there are more once', () => {
  const chosen = new ChosenGrouping(memory());
  assert.deepEqual(
    [0, 3, 4, 3, 1].map((count) => chosen.of(count)),
    ['none', 'none', 'status', 'status', 'status'],
  );
});

test('what the user chose holds for any number, and in the next window', () => {
  const kept = memory();
  new ChosenGrouping(kept).choose('none');
  assert.equal(new ChosenGrouping(kept).of(50), 'none');
});

test('what cannot be is not taken from an older version', () => {
  assert.equal(new ChosenGrouping(memory('constructor')).of(1), 'none');
});
