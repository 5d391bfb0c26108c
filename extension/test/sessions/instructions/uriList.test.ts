import assert from 'node:assert/strict';
import { test } from 'node:test';
import { urisIn } from '../../../src/sessions/instructions/uriList.ts';

test('each line is an address, but for notes and what is empty', () => {
  assert.deepEqual(urisIn('file:///a%20b.png\r\n# a note\r\nfile:///c\n'), ['file:///a%20b.png', 'file:///c']);
  assert.deepEqual(urisIn(''), []);
});
