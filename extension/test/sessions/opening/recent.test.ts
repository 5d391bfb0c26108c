import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Recent } from '../../../src/sessions/opening/recent.ts';

test('the one before is where the user was before, as long as it is there', () => {
  const recent = new Recent();
  const all = new Set(['a', 'b', 'c']);
  assert.equal(recent.before(null, all), undefined);
  for (const id of ['a', 'b', null, 'c', 'c', 'b']) recent.at(id);
  assert.equal(recent.before('b', all), 'c');
  assert.equal(recent.before('b', new Set(['a', 'b'])), 'a', 'one that was removed is passed over');
  recent.at('c');
  assert.equal(recent.before('c', all), 'b', 'there and back');
  assert.equal(recent.before(null, all), 'c', 'from none the last one');
});
