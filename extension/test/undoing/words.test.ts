import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as words from '../../src/undoing/words.ts';
import { session, t } from '../sample.ts';

test('what was discarded is named, and whether it was all of it', () => {
  assert.equal(words.discarded('src/a.ts', false, t), 'The changes of src/a.ts were discarded.');
  assert.equal(words.discarded('src/a.ts', true, t), 'The change in src/a.ts was discarded.');
  assert.equal(words.undone(['a', 'b'], t), 'What that answer let pass was undone: a, b.');
});

test('the status bar says what is being tried, and where', () => {
  assert.equal(words.tryingItem([], t), undefined);
  const item = words.tryingItem([session({ name: 'fix-login', tried: '/home/me/shop' })], t);
  assert.equal(item?.text, 'Trying fix-login');
  assert.match(item?.tooltip ?? '', /“fix-login” are in \/home\/me\/shop/);
  assert.match(item?.spoken ?? '', /^Trying fix-login, The files/);
});

test('what stays out of the checkout, and what the user altered there, is named', () => {
  const row = session({ name: 'fix-login' });
  assert.doesNotMatch(words.tryBegan(row, [], t), /Not put there/);
  assert.match(words.tryBegan(row, ['module'], t), /Not put there: module\.$/);
  const ended = { checkout: '/home/me/shop', altered: [], count: 0, snapshot: null };
  assert.match(words.tryEnded(row, ended, t), /is as it was/);
  const altered = { ...ended, altered: ['note.txt'], count: 1, snapshot: 'a'.repeat(40) };
  assert.match(words.tryEnded(row, altered, t), /\(note\.txt\), which are kept in commit aaaaaaaaaaaa\./);
});
