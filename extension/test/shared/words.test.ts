import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Plain, plain } from '../../src/shared/plain.ts';
import { age, cut, few, sizeText, span, spanHolds } from '../../src/shared/words.ts';
import { t } from '../sample.ts';

const NOW = new Date('2026-01-01T10:05:00Z');

test('ages', () => {
  const ages = ['10:04:30', '09:00:00', '00:00:00'].map((time) => age(`2026-01-01T${time}Z`, NOW, t));
  assert.deepEqual(ages, ['less than a minute ago', '1 h ago', '10 h ago']);
  assert.equal(age('2025-12-29T10:00:00Z', NOW, t), '3 days ago');
  assert.equal(age('2026-01-01T11:00:00Z', NOW, t), 'less than a minute ago', 'clocks differ');
});

test('a span holds for as long as it is said to, and no longer', () => {
  const then = NOW.toISOString();
  const after = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);
  for (const passed of [-5, 0, 1, 59, 60, 89, 90, 3569, 3570, 5399, 5400, 100_000, 171_000, 200_000, 1_000_000]) {
    const said = span(then, after(passed), t);
    const holds = spanHolds(then, after(passed));
    assert.ok(holds >= 1, `${passed}`);
    assert.doesNotMatch(said, /\d s$/, 'seconds are never said: they would stand there');
    assert.equal(span(then, after(Math.max(0, passed) + holds - 1), t), said, `${passed}, just before`);
    assert.notEqual(span(then, after(Math.max(0, passed) + holds), t), said, `${passed}, just after`);
  }
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

test('sizes have the unit in which they are read', () => {
  const said = [0, 999, 1000, 1536, 12.34 * 1024 ** 2, 999.6 * 1024 ** 2, 250 * 1024 ** 3, 5000 * 1024 ** 4].map(
    sizeText,
  );
  assert.deepEqual(said, ['0 B', '999 B', '1.0 KB', '1.5 KB', '12.3 MB', '1.0 GB', '250 GB', '5000 TB']);
});
