import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Session } from '../../../src/protocol/protocol.ts';
import { inOrder, needsUser, STANDINGS, standing, worst } from '../../../src/sessions/rows/order.ts';
import { session } from '../../sample.ts';

const at = (minute: number) => `2026-01-01T10:${String(minute).padStart(2, '0')}:00Z`;
const row = (id: string, status: string, minute = 0, fields: Partial<Session> = {}) =>
  session({ id, status: status as Session['status'], since: at(minute), ...fields });
const ids = (sessions: readonly Session[]) => inOrder(sessions).map(({ id }) => id);

test('who needs the user comes first, then who works, then who rests', () => {
  const rows = [
    row('completed', 'completed'),
    row('paused', 'paused'),
    row('ready', 'ready'),
    row('working', 'working'),
    row('unread', 'ready', 0, { unread: true }),
    row('failed', 'failed'),
    row('waiting', 'waiting'),
  ];
  assert.deepEqual(ids(rows), ['waiting', 'failed', 'unread', 'working', 'ready', 'paused', 'completed']);
  assert.deepEqual(rows.map(standing).reverse(), STANDINGS);
  assert.deepEqual(STANDINGS.filter(needsUser), ['waiting', 'failed', 'unread']);
});

test('what runs, starts or queues stands together, and so does what only a newer sidecar knows', () => {
  for (const status of ['queued', 'starting', 'working', 'postponed', 'constructor'])
    assert.equal(standing(row('a', status)), 'working', status);
  assert.equal(standing(row('a', 'working', 0, { unread: true })), 'working');
});

const TABLE: [string, string, string[]][] = [
  ['waiting', 'the longest wait first', ['1', '2', '3']],
  ['failed', 'the oldest failure first', ['1', '2', '3']],
  ['ready', 'the latest first', ['3', '2', '1']],
  ['working', 'the latest first', ['3', '2', '1']],
  ['paused', 'the latest first', ['3', '2', '1']],
  ['completed', 'the latest first', ['3', '2', '1']],
];
for (const [status, name, expected] of TABLE)
  test(`among ${status} ones ${name}`, () => {
    assert.deepEqual(ids([row('2', status, 2), row('3', status, 3), row('1', status, 1)]), expected);
  });

test('among those that were not looked at the oldest first', () => {
  assert.deepEqual(ids([2, 3, 1].map((n) => row(String(n), 'ready', n, { unread: true }))), ['1', '2', '3']);
});

test('pinned ones are on top, in the same order among themselves', () => {
  const pinned = { pinned: true };
  const rows = [row('a', 'waiting'), row('b', 'completed', 0, pinned), row('c', 'ready', 0, pinned)];
  assert.deepEqual(ids(rows), ['c', 'b', 'a']);
});

test('what happens within a status moves nothing, and what came at the same time stays in its place', () => {
  const rows = [row('b', 'working', 1), row('a', 'working', 1)];
  assert.deepEqual(ids(rows), ['a', 'b']);
  const touched = rows.map((each) => ({ ...each, updatedAt: each.id === 'b' ? at(59) : at(2) }));
  assert.deepEqual(ids(touched), ['a', 'b']);
});

test('the worst of some is the one that needs the user most', () => {
  assert.equal(worst([row('a', 'ready'), row('b', 'failed'), row('c', 'working')]), 'failed');
  assert.equal(worst([]), undefined);
});
