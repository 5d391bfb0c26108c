import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FileChange } from '../../src/protocol/protocol.ts';
import { fileLetter } from '../../src/review/words.ts';
import { t } from '../sample.ts';

test('files have git’s letters, and a word each', () => {
  const letters = (['A', 'M', 'D', 'R', 'U'] as FileChange['status'][]).map((status) => fileLetter(status, t));
  assert.equal(letters.map(({ letter }) => letter).join(''), 'AMDRU');
  assert.equal(new Set(letters.map(({ color }) => color)).size, 5);
  assert.ok(letters.every(({ word }) => word.length > 3));
});
