import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pauseSentence } from '../../src/autoYes/pauseWords.ts';
import type { AutoYesPauseCode } from '../../src/protocol/protocol.ts';
import { pause, t } from '../sample.ts';

test('each reason has its sentence, with what it speaks of', () => {
  const limits = { count: 5, seconds: 120 };
  const every: Record<AutoYesPauseCode, string> = {
    stoppedAll: 'You stopped auto-yes everywhere.',
    unconfirmed: 'It may have been altered by another program than Branchline.',
    sameAnswers: 'The same was answered 5 times within 2 minutes.',
    answersPerMinute: '5 answers were given within 2 minutes.',
    answersWithoutLook: '5 answers were given without anybody looking.',
    hookNotFollowed: 'Its hook was answered, but the agent still asks the same.',
    screenMoves: 'The agent’s screen does not rest. Answer in its terminal.',
    notAnswered: 'The key was sent.',
  };
  for (const [code, words] of Object.entries(every))
    assert.equal(pauseSentence(pause(code, { ...limits, detail: 'The key was sent.' }), t), words);
});

test('a time is in minutes', () => {
  const within = (seconds: number) => pauseSentence(pause('answersPerMinute', { count: 30, seconds }), t);
  assert.match(within(60), /within a minute\.$/);
  assert.match(within(90), /within 1\.5 minutes\.$/);
});

test('the sentence of an earlier version stays as it is', () => {
  assert.equal(pauseSentence(pause('You stopped it.'), t), 'You stopped it.');
});
