import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LossesResult } from '../../../src/protocol/protocol.ts';
import {
  allLosses,
  allRemovalText,
  allRunningText,
  failedText,
  meantText,
} from '../../../src/sessions/removal/batchWords.ts';
import { plain } from '../../../src/shared/plain.ts';
import { session, t, waiting } from '../../sample.ts';

const losses = (fields: Partial<LossesResult> = {}): LossesResult => ({
  ...{ files: 0, commits: 0, ignored: 0, missing: [], live: false, processes: [], kept: false },
  ...fields,
});

test('it is said which sessions are meant, and how many of them wait', () => {
  assert.equal(meantText([session({ name: 'a' }), session({ name: 'b' })], t), 'a, b.');
  assert.equal(
    meantText([waiting({}, { name: 'a' }), session({ name: 'b' })], t),
    'a, b. 1 of them waits for your answer.',
  );
  assert.match(meantText([waiting(), waiting()], t), /2 of them wait for your answer\.$/);
});

test('what all of their agents left running is told as one', () => {
  const npm = { processes: [{ pid: 7, name: 'npm' }], kept: false };
  const none = { processes: [], kept: false };
  assert.equal(allRunningText([none, none], t), undefined);
  assert.match(
    allRunningText([npm, none, { ...npm, processes: [{ pid: 8, name: 'vite' }] }], t) ?? '',
    /npm \(7\), vite \(8\)/,
  );
});

test('what removing them all loses is the sum', () => {
  const each = [
    losses({ files: 2, commits: 1, live: true, missing: ['big.bin'] }),
    losses({ files: 1, ignored: 3, processes: [{ pid: 7, name: 'npm' }] }),
  ];
  const all = allLosses(each);
  assert.deepEqual([all.files, all.commits, all.ignored, all.live, all.missing], [3, 1, 3, true, ['big.bin']]);
  const [text = ''] = allRemovalText(each, t);
  assert.match(text, /^1 of their agents is still running and will be stopped\. .*They can be restored/);
  assert.match(text, /3 uncommitted files and 1 commit that exists nowhere else will be deleted/);
  assert.match(text, /npm \(7\)/);
  assert.match(allRemovalText([losses({ live: true }), losses({ live: true })], t)[0] ?? '', /^2 of their agents/);
});

test('what could not be done is told with the first reason', () => {
  const why = plain('No room.');
  assert.equal(failedText([], 3, t), '');
  assert.equal(failedText([{ name: 'a', why }], 3, t), '“a”: No room.');
  const two = [
    { name: 'a', why },
    { name: 'b', why },
  ];
  assert.equal(failedText(two, 3, t), '2 of 3 sessions failed. “a”: No room.');
});
