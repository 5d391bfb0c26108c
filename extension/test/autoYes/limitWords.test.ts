import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as words from '../../src/autoYes/limitWords.ts';
import { t } from '../sample.ts';

test('one limit is set or taken away, and the others stay', () => {
  const own = ['sameAnswers=3', 'answersWithoutLook=9'];
  assert.deepEqual(words.withLimit(own, 'sameAnswers', 2), ['answersWithoutLook=9', 'sameAnswers=2']);
  assert.deepEqual(words.withLimit(own, 'sameAnswers', undefined), ['answersWithoutLook=9']);
  assert.deepEqual(words.withLimit(['money=5'], 'answersPerMinute', 4), ['money=5', 'answersPerMinute=4']);
  assert.equal(words.limitIn(own, 'answersWithoutLook'), 9);
  assert.equal(words.limitIn(own, 'answersPerMinute'), undefined);
});

test('what is typed is a number from 1 on, or nothing', () => {
  for (const good of ['1', ' 100000 ', '', '  ']) assert.equal(words.limitComplaint(good, t), undefined, good);
  for (const bad of ['0', '-1', '1.5', '100001', '1e3', 'x', '9'.repeat(30)])
    assert.match(words.limitComplaint(bad, t) ?? '', /^Write a number from 1 to 100000\.$/, bad);
  assert.equal(words.numberOf(' 7 '), 7);
  assert.equal(words.numberOf(' '), undefined);
});

test('it is told which of the two holds', () => {
  assert.equal(words.limitValue(undefined, 30, t), '30, as the settings say');
  assert.equal(words.limitValue(5, 30, t), '5');
  assert.equal(words.limitValue(50, 30, t), '50, but the settings say 30, which holds');
});

test('they are told in words, and one that is not known as it is written', () => {
  const own = ['sameAnswers=3', 'answersPerMinute=1', 'answersWithoutLook=20', 'money=5\u202e'];
  const text = '3 equal answers, 1 answer in a minute, 20 answers without a look, money=5\\u{202e}';
  assert.equal(words.limitsText(own, t), text);
  assert.equal(
    words.limitsText(['sameAnswers=1', 'answersWithoutLook=1'], t),
    '1 equal answer, 1 answer without a look',
  );
  assert.equal(words.limitsText([], t), '');
  for (const limit of words.LIMITS) assert.match(words.limitSentence(limit, t), /^Auto-yes pauses when .*\.$/);
  assert.equal(new Set(words.LIMITS.map((limit) => words.limitLabel(limit, t))).size, words.LIMITS.length);
});
