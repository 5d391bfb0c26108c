/** Common answers in words, and as they are written into the settings. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answersRows, asParams, ruleReach, ruleText, written } from '../../src/autoYes/answerRuleWords.ts';
import type { AnswerRule } from '../../src/protocol/protocol.ts';
import { pause, session, t } from '../sample.ts';

const none = { agent: null, kind: null, option: null, meaning: null, text: null };
const RULES: [AnswerRule, object, string][] = [
  [
    { ...none, agent: 'claude', kind: 'choice', words: ['Which format?'], option: 'CSV' },
    { agent: 'claude', kind: 'choice', words: ['Which format?'], answer: { option: 'CSV' } },
    '“Which format?” is answered with “CSV”',
  ],
  [
    { ...none, words: ['a', 'b'], text: 'core' },
    { words: ['a', 'b'], answer: { text: 'core' } },
    '“a”, “b” is answered with “core”',
  ],
  [
    { ...none, words: ['a'], meaning: 'reject' },
    { words: ['a'], answer: { meaning: 'reject' } },
    '“a” is answered with “reject”',
  ],
];

for (const [rule, setting, words] of RULES)
  test(`${words}: as a setting, as params, in words`, () => {
    assert.deepEqual(written(rule), setting);
    const { answer, ...others } = written(rule);
    assert.deepEqual(asParams(rule), { ...others, ...answer });
    assert.equal(ruleText(rule, t), words);
  });

test('for whom a rule holds', () => {
  const rule = { ...none, words: ['a'], text: 'b' };
  assert.equal(ruleReach(rule, 'Claude Code', t), 'for every agent');
  assert.equal(ruleReach({ ...rule, agent: 'claude' }, 'Claude Code', t), 'for Claude Code alone');
  assert.equal(ruleReach({ ...rule, agent: 'mine' }, undefined, t), 'for mine alone');
});

test('where they are not given, the tooltip says so', () => {
  assert.deepEqual(answersRows(session(), t), []);
  assert.deepEqual(answersRows(session({ answers: false }), t), [['Common answers', 'off in this session']]);
  const paused = session({ answersPaused: pause('stoppedAll') });
  assert.deepEqual(answersRows(paused, t), [['Common answers', 'paused: You stopped auto-yes everywhere.']]);
});

test('what an agent wrote is nothing but text', () => {
  const evil = { ...none, words: ['\u202e$(check)\n[x](command:y)'], option: '\u202e$(zap)' };
  assert.doesNotMatch(ruleText(evil, t), /[\u202e\n]|\$\(/);
});
