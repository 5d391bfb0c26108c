import assert from 'node:assert/strict';
import { test } from 'node:test';
import { screenText } from '../../src/terminals/screenText.ts';

test('the last lines that say something, with the empty ones among them', () => {
  assert.equal(screenText(['a', '', 'b  ', '', ''], 50), 'a\n\nb');
  assert.equal(screenText(['1', '2', '3', '4', ''], 2), '3\n4');
  assert.equal(screenText(['', ' '], 50), '');
  assert.equal(screenText([], 50), '');
});

test('what is hidden is spelled out', () => {
  assert.equal(screenText(['a\u202eb', 'c\u0007'], 50), 'a\\u{202e}b\nc\\u{7}');
});
