import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Waiting } from '../../src/prompts/waiting.ts';
import { session, waiting } from '../sample.ts';

const at = (time: string) => ({ rule: 'x', at: `2026-01-01T${time}Z` });

test('who waits longest comes first', () => {
  const waits = new Waiting().follow([
    session({ id: 'ready', status: 'ready', unread: true, evidence: at('01:00:00') }),
    waiting({}, { id: 'late', evidence: at('10:00:00') }),
    waiting({}, { id: 'early', evidence: at('09:00:00') }),
  ]);
  assert.deepEqual(
    waits.map(({ session }) => session.id),
    ['early', 'late'],
  );
});

test('it waits since its question came, whatever else changes', () => {
  const since = (...rows: ReturnType<typeof waiting>[]) => {
    const follower = new Waiting();
    return rows.map((row) => follower.follow([row])[0]?.since.slice(11, 16) ?? '-');
  };
  const early = waiting({}, { evidence: at('09:00:00') });
  const moved = waiting({}, { evidence: at('09:30:00') });
  const unread = waiting({}, { evidence: at('09:40:00'), prompt: null });
  const other = waiting({ id: 'p2' }, { evidence: at('10:00:00') });
  assert.deepEqual(since(early, moved), ['09:00', '09:00'], 'the selection moved');
  assert.deepEqual(since(early, unread, moved), ['09:00', '09:00', '09:00'], 'not readable for a moment');
  assert.deepEqual(since(unread, other), ['09:40', '09:40'], 'read only now');
  assert.deepEqual(since(early, other), ['09:00', '10:00'], 'another question');
  assert.deepEqual(since(early, session(), moved), ['09:00', '-', '09:30'], 'it worked in between');
});
