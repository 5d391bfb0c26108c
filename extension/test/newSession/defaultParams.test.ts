import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultParams } from '../../src/newSession/defaultParams.ts';

test('without an agent there is no default session', () => {
  for (const setting of [undefined, null, {}, [], 'demo', { agent: '' }, { agent: 5 }, { instruction: 'x' }])
    assert.equal(defaultParams(setting), undefined, JSON.stringify(setting));
});

test('it has what the setting says, and nothing that is no text', () => {
  const setting = { agent: 'demo', instruction: 'Look around', task: '', base: 5, autoYes: 'worktree', repo: '/x' };
  assert.deepEqual(defaultParams(setting), { agent: 'demo', instruction: 'Look around' });
});
