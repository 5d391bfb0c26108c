import assert from 'node:assert/strict';
import { test } from 'node:test';
import { behindText, driftRows } from '../../src/landing/driftWords.ts';
import { session, t } from '../sample.ts';

for (const [behind, ahead, row, tip] of [
  [12, 0, '12 behind main', '12 behind main'],
  [1, 3, '1 behind main', '1 behind main · 3 ahead of main'],
  [0, 3, '', '3 ahead of main'],
  [0, 0, '', 'level with main'],
] as const)
  test(`${behind} behind and ${ahead} ahead`, () => {
    const drifted = session({ drift: { base: 'main', behind, ahead } });
    assert.equal(behindText(drifted, t), row);
    assert.deepEqual(driftRows(drifted, t), [['Compared with its base', tip]]);
  });

test('where nothing is known nothing is said, and a name of others is text', () => {
  assert.equal(behindText(session(), t), '');
  assert.deepEqual(driftRows(session(), t), []);
  const odd = session({ drift: { base: 'a\u202eb', behind: 1, ahead: 0 } });
  assert.equal(behindText(odd, t), '1 behind a\\u{202e}b');
});
