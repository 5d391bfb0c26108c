import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pullRequestRows, pullRequestText } from '../../src/landing/pullRequestWords.ts';
import type { Session } from '../../src/protocol/protocol.ts';
import { session, t } from '../sample.ts';

const SEEN: NonNullable<Session['pullRequest']> = {
  number: 12,
  url: 'https://github.com/o/r/pull/12',
  state: 'open',
  checks: { passed: 0, failed: 0, pending: 0 },
  threads: 0,
};

for (const [fields, said] of [
  [{ checks: { passed: 2, failed: 2, pending: 1 }, threads: 3 }, '#12 open · 2 of 5 checks failed · 3 threads'],
  [{ checks: { passed: 2, failed: 0, pending: 1 } }, '#12 open · 1 of 3 checks go on'],
  [{ checks: { passed: 2, failed: 0, pending: 0 }, threads: 1 }, '#12 open · checks passed · 1 thread'],
  [{ state: 'draft' }, '#12 draft'],
  [{ state: 'merged' }, '#12 merged'],
  [{ state: 'closed' }, '#12 closed'],
] as const)
  test(said, () => {
    const row = session({ pullRequest: { ...SEEN, ...fields } });
    assert.equal(pullRequestText(row, t), said);
    assert.deepEqual(pullRequestRows(row, t), [['Pull request', said]]);
  });

test('without one nothing is said', () => {
  assert.equal(pullRequestText(session(), t), '');
  assert.deepEqual(pullRequestRows(session(), t), []);
});
