import assert from 'node:assert/strict';
import { test } from 'node:test';
import { beganText, isKeptGoing, keepGoingRows, keepGoingText } from '../../src/landing/keepGoingWords.ts';
import type { Session } from '../../src/protocol/protocol.ts';
import { session, t } from '../sample.ts';

const KEEP: NonNullable<Session['keepGoing']> = { tries: 2, most: 3, stage: 'looking', ended: null };

for (const [fields, row, tooltip] of [
  [{}, 'try 2 of 3', 'waits for the checks (try 2 of 3)'],
  [{ tries: 0 }, 'keeps going until green', 'waits for the checks'],
  [{ stage: 'telling' }, 'try 2 of 3', 'its agent is told what failed (try 2 of 3)'],
  [{ stage: 'told' }, 'try 2 of 3', 'its agent is told what failed (try 2 of 3)'],
  [{ stage: 'atWork' }, 'try 2 of 3', 'its agent mends what failed (try 2 of 3)'],
  [{ stage: 'pushing' }, 'try 2 of 3', 'pushes what was committed (try 2 of 3)'],
  [{ ended: 'green' }, 'green after 2 tries', 'ended: all checks passed'],
  [{ ended: 'green', tries: 1 }, 'green after 1 try', 'ended: all checks passed'],
  [{ ended: 'green', tries: 0 }, '', 'ended: all checks passed'],
  [{ ended: 'usedUp', tries: 3 }, 'not green after 3 tries', 'ended: checks fail after 3 of 3 tries'],
  [{ ended: 'usedUp', tries: 1, most: 1 }, 'not green after 1 try', 'ended: checks fail after 1 of 1 tries'],
  [
    { ended: 'diverged' },
    'not pushed: the branches went different ways',
    'ended: the branch and the one at the remote went different ways, and nothing is overwritten',
  ],
  [{ ended: 'noCommit' }, 'nothing was committed', 'ended: the agent committed nothing'],
  [{ ended: 'yours' }, '', 'ended: you took over'],
  [{ ended: 'agentEnded' }, 'keeps going no more', 'ended: the agent does not run any more'],
  [{ ended: 'closed' }, '', 'ended: the pull request was merged or closed'],
  [{ ended: 'unseen' }, 'no checks to be seen', 'ended: the pull request or its checks could not be had'],
] as const)
  test(`${JSON.stringify(fields)}: ${tooltip}`, () => {
    const one = session({ keepGoing: { ...KEEP, ...fields } });
    assert.equal(keepGoingText(one, t), row);
    assert.deepEqual(keepGoingRows(one, t), [['Keep going', tooltip]]);
    assert.equal(isKeptGoing(one), !('ended' in fields));
  });

test('a session that was not asked to says nothing', () => {
  assert.equal(keepGoingText(session(), t), '');
  assert.deepEqual(keepGoingRows(session(), t), []);
  assert.equal(isKeptGoing(session()), false);
});

test('what will be done is said when it begins', () => {
  assert.match(
    beganText(session({ name: 'login' }), 3, t),
    /^“login” keeps going: .*3 times at most.*never by force\.$/,
  );
  assert.match(beganText(session({ name: 'login' }), 1, t), /told once/);
});
