/** What a history is asked for by, and what its tab is called. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KINDS, kindWord, SPANS, sinceOf, spanWord, tabName } from '../../src/history/words.ts';
import { t } from '../sample.ts';

test('each kind and each span has words of its own', () => {
  const words = [...KINDS.map((kind) => kindWord(kind, t)), ...SPANS.map((span) => spanWord(span, t))];
  assert.equal(new Set(words).size, KINDS.length + SPANS.length);
});

test('a span begins so many days ago', () => {
  const now = new Date('2026-03-31T12:00:00.000Z');
  assert.equal(sinceOf('any', now), undefined);
  assert.equal(sinceOf('day', now), '2026-03-30T12:00:00.000Z');
  assert.equal(sinceOf('week', now), '2026-03-24T12:00:00.000Z');
  assert.equal(sinceOf('month', now), '2026-03-01T12:00:00.000Z');
});

test('a tab says what its history is of', () => {
  assert.equal(tabName({}, undefined, t), 'History');
  assert.equal(tabName({ id: 'a' }, 'fix\u202e', t), 'History of fix\\u{202e}');
  assert.equal(tabName({ repo: '/home/me/shop/' }, undefined, t), 'History of shop');
  assert.equal(tabName({ task: 'T-1', before: '2026' }, undefined, t), 'History of T-1 2026');
});
