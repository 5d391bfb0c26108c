import assert from 'node:assert/strict';
import { test } from 'node:test';
import { offers, outcomesText, outcomeText } from '../../src/landing/updateWords.ts';
import { session, t } from '../sample.ts';

for (const [outcome, said] of [
  ['updated', '“fix-login” has what main has now.'],
  ['level', '“fix-login” had all of main already.'],
  ['handedOver', 'The agent of “fix-login” was told to bring main in and to resolve the conflicts.'],
  ['left', 'The merge of main into “fix-login” has conflicts. Resolve them in its worktree, and commit.'],
] as const)
  test(`it says that it is ${outcome}`, () => {
    assert.equal(outcomeText(session(), { outcome, base: 'main' }, t), said);
  });

test('of several it says how many', () => {
  assert.equal(outcomesText(2, 3, t), '2 of 3 sessions have what their base has now.');
});

for (const [status, how, committed, offered] of [
  ['ready', 'merge', true, ['agent', 'markers']],
  ['ready', 'merge', false, ['agent']],
  ['ready', 'rebase', true, ['agent']],
  ['paused', 'merge', true, ['markers']],
  ['paused', 'rebase', true, []],
] as const)
  test(`a conflict of a ${status} session, ${how}, ${committed ? '' : 'not '}committed`, () => {
    assert.deepEqual(offers(session({ status }), how, committed), offered);
  });
