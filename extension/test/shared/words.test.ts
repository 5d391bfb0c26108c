import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Plain, plain } from '../../src/shared/plain.ts';
import { age, cut, few } from '../../src/shared/words.ts';
import { t } from '../sample.ts';

const NOW = new Date('2026-01-01T10:05:00Z');

test('ages', () => {
  const ages = ['10:04:30', '09:00:00', '00:00:00'].map((time) => age(`2026-01-01T${time}Z`, NOW, t));
  assert.deepEqual(ages, ['30 s ago', '1 h ago', '10 h ago']);
  assert.equal(age('2025-12-29T10:00:00Z', NOW, t), '3 days ago');
  assert.equal(age('2026-01-01T11:00:00Z', NOW, t), '0 s ago', 'clocks differ');
});

test('names in a sentence are cut, and one line each', () => {
  assert.equal(few(['a', 'b\nc'], t), 'a, b ⏎ c');
  const many = Array.from({ length: 13 }, (_, n) => `f${n}`);
  assert.equal(few(many, t), 'f0, f1, f2, f3, f4, f5, f6, f7, f8, f9 and 3 more');
});

test('a list that is cut says how much is missing', () => {
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => plain(name)) as [Plain, Plain, Plain, Plain];
  assert.deepEqual(cut([a, b], 2, t), ['a', 'b']);
  assert.deepEqual(cut([a, b, c, d], 2, t), ['a', 'b', 'and 2 more']);
});
