/** Built-in personas are told in the user's language, unless the user has worded them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { builtInPurpose, builtInTitle } from '../../src/personas/builtInWords.ts';
import { t } from '../sample.ts';

/** Tells what goes through it. */
const marked = ((message: string) => `«${t(message)}»`) as typeof t;

test('what came along is translated', () => {
  assert.equal(builtInTitle({ title: 'Reviewer' }, marked), '«Reviewer»');
  const description = 'Tries to break it: tests first, defects with the steps that show them.';
  assert.equal(builtInPurpose({ description }, marked), `«${description}»`);
});

test('what the user wrote is said as it is, and obeyed by nobody', () => {
  for (const words of ['Tester', 'constructor', '__proto__']) {
    assert.equal(builtInTitle({ title: words }, marked), words);
    assert.equal(builtInPurpose({ description: words }, marked), words);
  }
  assert.equal(builtInTitle({ title: '$(check)\u202ex' }, marked), '$\u2009(check)\\u{202e}x');
});
