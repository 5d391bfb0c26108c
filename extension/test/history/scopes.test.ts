/** What a history's address says, and that nobody else's is believed. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { queryOf, type Scope, scopeOf } from '../../src/history/scopes.ts';

const SCOPES: Scope[] = [
  {},
  { id: 'a' },
  { repo: '/a b?c#d', kinds: ['prompt'], statuses: [], since: '2026-01-01T00:00:00.000Z' },
  { task: '“T”/1', before: '2026-01-01T00:00:00.000Z' },
];

test('what is written into an address is read from it', () => {
  for (const scope of SCOPES) assert.deepEqual(scopeOf(queryOf(scope)), scope);
});

test('what is none of ours is none', () => {
  const wrong = ['', '{', 'null', '[]', '"id"', '{"id":1}', '{"kinds":"prompt"}', '{"kinds":[1]}', '{"before":null}'];
  for (const query of wrong) assert.equal(scopeOf(query), undefined, query);
});

test('what else stands there is left out', () => {
  assert.deepEqual(scopeOf('{"id":"a","__proto__":{"task":"x"},"more":1}'), { id: 'a' });
});
