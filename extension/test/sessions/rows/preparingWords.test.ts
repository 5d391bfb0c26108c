import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Session } from '../../../src/protocol/protocol.ts';
import { preparingText } from '../../../src/sessions/rows/preparingWords.ts';
import { statusText } from '../../../src/sessions/rows/statusWords.ts';
import { session, t } from '../../sample.ts';

test('one whose worktree is prepared says how far that is', () => {
  const text = (fields: Partial<Session>) => statusText(session({ status: 'starting', ...fields }), t);
  const files = (done: number, total: number) => text({ preparing: { phase: 'files', done, total } });
  assert.equal(files(0, 0), 'Preparing files');
  assert.equal(files(7, 999), 'Preparing files 7 of 999');
  assert.equal(files(1200, 10000), 'Preparing files 1,200 of 10,000');
  assert.equal(files(1002003, 12000000), 'Preparing files 1,002,003 of 12,000,000');
  assert.equal(text({ preparing: { phase: 'setup', done: 0, total: 0 } }), 'Running the set-up script');
  assert.equal(text({ preparing: { phase: 'new' as never, done: 0, total: 0 } }), 'new');
  assert.equal(preparingText(session(), t), '');
  assert.equal(text({ status: 'paused', reason: 'stopped' }), 'Paused: stopped');
});
