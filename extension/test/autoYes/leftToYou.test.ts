import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LeftToYou } from '../../src/autoYes/leftToYou.ts';
import { Waiting } from '../../src/prompts/waiting.ts';
import type { Session } from '../../src/protocol/protocol.ts';
import { pause, session, t, waiting } from '../sample.ts';

const ASKED = { rule: 'preset', why: 'The preset safe does not allow touch.' };
const AT = (time: string) => ({ rule: 'x', at: `2026-01-01T${time}Z` });

/** Who is told of at each step, by the session's id. */
function told(...steps: Session[][]): string[] {
  const [waits, left] = [new Waiting(), new LeftToYou()];
  return steps.map((sessions) =>
    left
      .news(waits.follow(sessions), t)
      .map(({ session }) => session.id)
      .join(),
  );
}

const left = (fields: Partial<Session> = {}, id = 'p1') =>
  waiting({ id }, { autoYes: 'safe', asked: ASKED, ...fields });

test('a prompt that auto-yes left is told of once, whatever else changes', () => {
  const undecided = left({ asked: null });
  assert.deepEqual(told([undecided], [left()], [left({ unread: true })], [left({ prompt: null })], [left()]), [
    '',
    'a',
    '',
    '',
    '',
  ]);
});

test('the next prompt is told of again, the same one after a pause is not', () => {
  const next = left({ evidence: AT('11:00:00') }, 'p2');
  assert.deepEqual(told([left()], [next]), ['a', 'a']);
  assert.deepEqual(told([left()], [session()], [next]), ['a', '', 'a']);
  assert.deepEqual(told([left({ autoYesPaused: pause('stoppedAll') })], [left({ asked: null })], [left()]), [
    'a',
    '',
    '',
  ]);
});

test('only sessions with auto-yes are told of, those that wait longest first', () => {
  const off = waiting({}, { id: 'off' });
  const late = left({ id: 'late', evidence: AT('10:30:00') });
  const early = left({ id: 'early', evidence: AT('09:30:00'), asked: null, autoYesPaused: pause('stoppedAll') });
  assert.deepEqual(told([off, late, early]), ['early,late']);
});
