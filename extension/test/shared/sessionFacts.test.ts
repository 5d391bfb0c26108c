import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasWorktree, isInterrupted } from '../../src/shared/sessionFacts.ts';
import { session } from '../sample.ts';

test('only a pause that nobody asked for is an interruption', () => {
  assert.ok(isInterrupted(session({ status: 'paused', reason: 'interrupted' })));
  assert.ok(!isInterrupted(session({ status: 'paused', reason: 'paused' })));
  assert.ok(!isInterrupted(session({ status: 'failed', reason: 'interrupted' })));
});

test('there are files to look at where a worktree is, and was not freed', () => {
  assert.ok(hasWorktree(session()));
  assert.ok(!hasWorktree(session({ worktree: '' })));
  assert.ok(!hasWorktree(session({ freed: true })));
});
