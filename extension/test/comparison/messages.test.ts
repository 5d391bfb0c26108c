import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromPage } from '../../src/comparison/messages.ts';

test('what the page may say is taken', () => {
  for (const message of [
    { type: 'ready' },
    { type: 'open', shown: 1, file: 0, session: 2 },
    { type: 'openBoth', shown: 1, file: 0, one: 0, other: 1 },
    { type: 'openAll', shown: 1, one: 0, other: 1 },
    { type: 'keep', shown: 1, session: 0 },
  ])
    assert.equal(fromPage(message), message, JSON.stringify(message));
});

test('anything else is refused', () => {
  for (const message of [
    undefined,
    { type: 'quit' },
    { type: '__proto__' },
    { type: 'keep', shown: 1 },
    { type: 'keep', shown: 1, session: -1 },
    { type: 'keep', shown: 1, session: 0.5 },
    { type: 'keep', shown: 1, session: '0' },
    { type: 'keep', shown: 1, session: 0, more: 1 },
    { type: 'open', shown: 1, file: Number.NaN, session: 0 },
    { type: 'open', shown: 1, file: 1e9, session: 0 },
  ])
    assert.equal(fromPage(message), undefined, JSON.stringify(message));
});
