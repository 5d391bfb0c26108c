import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Session } from '../../../src/protocol/protocol.ts';
import { beside, Round, waiting } from '../../../src/sessions/opening/round.ts';
import { waiting as asks, session } from '../../sample.ts';

const at = (id: string, minute: number, fields: Partial<Session> = {}) =>
  asks({ id: `prompt ${id}` }, { id, since: `2026-01-01T10:0${minute}:00Z`, ...fields });
const three = [at('late', 9), session({ id: 'works' }), at('first', 1), at('second', 5)];

test('who has waited longest comes first, pinned ones before all', () => {
  assert.deepEqual(
    waiting([...three, at('pinned', 8, { pinned: true })]).map(({ id }) => id),
    ['pinned', 'first', 'second', 'late'],
  );
});

test('again and again leads through all of them and round, forth and back', () => {
  const walk = (step: 1 | -1, from?: string) => {
    const seen: (string | undefined)[] = [];
    for (let n = 0; n < 4; n++) seen.push(beside(three, n ? seen.at(-1) : from, step)?.id);
    return seen;
  };
  assert.deepEqual(walk(1), ['first', 'second', 'late', 'first']);
  assert.deepEqual(walk(-1), ['late', 'second', 'first', 'late']);
  assert.deepEqual(walk(1, 'works'), ['first', 'second', 'late', 'first'], 'from one that does not wait: the longest');
  assert.equal(beside([session()], undefined, 1), undefined);
  assert.equal(beside([at('only', 1)], 'only', 1)?.id, 'only');
});

test('a round tells which prompt of how many it is, and ends', () => {
  const round = new Round();
  const told: string[] = [];
  for (let next = round.next(three); next; next = round.next(three)) {
    told.push(`${next.session.id} ${next.at} of ${next.of}`);
    round.pass(next.session);
  }
  assert.deepEqual(told, ['first 1 of 3', 'second 2 of 3', 'late 3 of 3']);
});

test('what comes meanwhile is counted too, also from a session that was answered', () => {
  const round = new Round();
  const [, , first] = three as [Session, Session, Session];
  round.pass(first);
  const again = { ...at('first', 9), prompt: { ...at('first', 9).prompt, id: 'another' } } as Session;
  const now = [...three.filter(({ id }) => id !== 'first'), again, at('new', 9)];
  assert.deepEqual([round.next(now)?.session.id, round.next(now)?.at, round.next(now)?.of], ['second', 2, 5]);
});

test('an answer that the record does not show yet is not asked for again', () => {
  const round = new Round();
  const [, , first] = three as [Session, Session, Session];
  round.pass(first);
  assert.equal(round.next([first]), undefined);
  const unreadable = at('u', 1, { prompt: null });
  round.pass(unreadable);
  assert.equal(round.next([unreadable]), undefined);
  assert.ok(round.next([{ ...unreadable, since: '2026-01-01T11:00:00Z' }]));
});
