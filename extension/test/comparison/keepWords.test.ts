import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as words from '../../src/comparison/keepWords.ts';
import type { KeepResult } from '../../src/protocol/protocol.ts';
import { session, t } from '../sample.ts';

const loss = { files: 2, commits: 0, ignored: 0, missing: [], live: true, processes: [], kept: false };
const kept: KeepResult = {
  ...{ commands: [], onto: 'main', message: 'Kept', landed: null, losses: [loss] },
  ...{ removed: ['b'], failed: null },
};
const names = new Map([
  ['b', 'other'],
  ['c', 'third'],
]);

test('what it means is said before it is done', () => {
  const meaning = words.keepMeaning(session({ name: 'login' }), [session({ name: 'other' })], 'squash', kept, t);
  assert.equal(meaning[0], 'Squash “login” onto main.');
  assert.equal(meaning[1], 'The others are removed, each with a snapshot: other.');
  assert.match(meaning.join(' '), /1 of their agents is still running and will be stopped\./);
  assert.match(meaning.at(-1) ?? '', /^“Put Back” restores them/);
});

test('what came of it is said, and what could not be done', () => {
  assert.equal(words.keptText('login', 'squash', kept, names, t), '“login” was squashed onto main. Removed: other.');
  const failed = { ...kept, removed: [], failed: { id: 'c', said: 'It is locked.' } };
  assert.equal(
    words.keptText('login', 'merge', failed, names, t),
    '“login” was merged into main. “third” could not be removed: It is locked.',
  );
});

test('what is back, and what is not', () => {
  assert.equal(
    words.putBackText({ restored: ['b'], failed: [], stays: '' }, 'main', t),
    '1 session is back. main is where it was before.',
  );
  const back = { restored: ['b', 'c'], failed: [{ id: 'd', said: 'Gone.' }], stays: 'main has other commits.' };
  assert.equal(
    words.putBackText(back, 'main', t),
    '2 sessions are back. The landing stays: main has other commits. 1 could not be restored: Gone.',
  );
});
