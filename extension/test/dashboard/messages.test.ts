import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromPage, MOST_BYTES } from '../../src/dashboard/messages.ts';

const file = (bytes: unknown) => ({ name: 'a.png', bytes });

test('what the page may say is taken', () => {
  for (const message of [
    { type: 'ready' },
    { type: 'sight', ids: ['a', 'b'], focused: null },
    { type: 'sight', ids: [], focused: 'a' },
    { type: 'act', action: 'pause', ids: ['a'] },
    { type: 'decide', id: 'a', promptId: 'p', choice: '1' },
    { type: 'send', id: 'a', text: 'Go on' },
    { type: 'files', id: 'a', files: [file(new Uint8Array(3))] },
    { type: 'uris', id: 'a', list: 'file:///x' },
    { type: 'layout', layout: 'list' },
    { type: 'keep', kept: { active: null, selected: ['a'], drafts: { a: 'Go' } } },
    { type: 'groupBy' },
  ])
    assert.equal(fromPage(message), message, JSON.stringify(message));
});

test('anything else is refused', () => {
  for (const message of [
    undefined,
    null,
    'ready',
    [],
    {},
    { type: 'quit' },
    { type: 'constructor' },
    { type: '__proto__' },
    { type: ['ready'] },
    { type: 'ready', more: 1 },
    { type: 'sight', ids: ['a'] },
    { type: 'sight', ids: 'a', focused: null },
    { type: 'sight', ids: [1], focused: null },
    { type: 'sight', ids: Array(1001).fill('a'), focused: null },
    { type: 'act', action: 'workbench.action.quit', ids: ['a'] },
    { type: 'act', action: 'pause', ids: [] },
    { type: 'act', action: ['pause'], ids: ['a'] },
    { type: 'decide', id: 'a', promptId: '', choice: '1' },
    { type: 'decide', id: { toString: () => 'a' }, promptId: 'p', choice: '1' },
    { type: 'send', id: 'a', text: '  ' },
    { type: 'send', id: 'a', text: 'x'.repeat(100_001) },
    { type: 'files', id: 'a', files: [] },
    { type: 'files', id: 'a', files: [null] },
    { type: 'files', id: 'a', files: [file('bytes')] },
    { type: 'files', id: 'a', files: [file(new Uint8Array(0))] },
    { type: 'files', id: 'a', files: [file(new Uint8Array(MOST_BYTES + 1))] },
    { type: 'files', id: 'a', files: Array(11).fill(file(new Uint8Array(1))) },
    { type: 'layout', layout: 'circle' },
    { type: 'keep', kept: null },
    { type: 'keep', kept: { active: null, selected: [], drafts: { a: 1 } } },
    { type: 'keep', kept: { active: 'a', selected: [], drafts: {}, more: 1 } },
    { type: 'keep', kept: { active: 1, selected: [], drafts: {} } },
  ])
    assert.equal(fromPage(message), undefined, JSON.stringify(message)?.slice(0, 80));
});
