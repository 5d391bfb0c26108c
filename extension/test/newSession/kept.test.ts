import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EMPTY } from '../../src/newSession/draft.ts';
import { Kept } from '../../src/newSession/kept.ts';

function memory(held: Record<string, unknown> = {}) {
  return {
    held,
    get: <T>(key: string) => held[key] as T | undefined,
    update: async (key: string, value: unknown) => {
      held[key] = value;
    },
  };
}

test('what was typed is there again until it is started', () => {
  const kept = new Kept(memory());
  const draft = { ...EMPTY, instruction: 'Fix it', repo: '/a', agents: ['demo'], task: 'web-1', copies: 2 };
  kept.keep(draft);
  const { environment: _, ...rest } = draft;
  assert.deepEqual(kept.draft, rest);
  kept.started(draft);
  assert.deepEqual(kept.draft, {});
  assert.deepEqual(kept.last, { repo: '/a', agents: ['demo'], persona: '' });
});

test('no variable is written down, nor a draft that says nothing', () => {
  const held = memory();
  const kept = new Kept(held);
  kept.keep({ ...EMPTY, instruction: 'x', environment: ['TOKEN=secret'] });
  assert.doesNotMatch(JSON.stringify(held.held), /secret/);
  kept.keep({ ...EMPTY, environment: ['TOKEN=secret'] });
  assert.deepEqual(kept.draft, {});
});

test('the agent that an earlier version remembered is offered', () => {
  assert.deepEqual(new Kept(memory({ 'branchline.lastAgent': 'codex' })).last, { agents: ['codex'] });
});
