/** With many sessions nothing is drawn but what altered; a window that draws what it is told stays true. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Session } from '../../../src/protocol/protocol.ts';
import { NO_FILTER } from '../../../src/sessions/groups/filter.ts';
import type { Grouping } from '../../../src/sessions/groups/grouping.ts';
import { SessionList } from '../../../src/sessions/list/sessionList.ts';
import { session } from '../../sample.ts';

const STATUSES: Session['status'][] = ['waiting', 'failed', 'ready', 'working', 'paused'];
const at = (second: number) => new Date(Date.UTC(2026, 0, 1) + second * 1000).toISOString();

function fifty(): Session[] {
  return Array.from({ length: 50 }, (_, n) => {
    const status = STATUSES[n % 5] ?? 'ready';
    return session({ id: `s${n}`, status, since: at(n), repo: `/code/${n % 3}`, task: `web-${n % 4}.${n % 2}` });
  });
}

/** What a window shows that asks again for what it is told, and how many rows it asked for. */
class Shown {
  asked = 0;
  readonly below = new Map<string, readonly string[]>();
  readonly seen = new Map<string, string>();

  private readonly list: SessionList;

  constructor(list: SessionList) {
    this.list = list;
  }

  draw(rows: readonly string[] | undefined, sessions: readonly Session[]): number {
    this.asked = 0;
    for (const row of rows ?? ['']) this.ask(row, sessions);
    return this.asked;
  }

  private ask(row: string, sessions: readonly Session[]): void {
    const { layout } = this.list;
    if (row) this.asked++;
    const record = sessions.find(({ id }) => layout.rows.get(id) === row);
    this.seen.set(row, JSON.stringify(record ?? layout.groups.get(row) ?? ''));
    const children = layout.below.get(row) ?? [];
    this.below.set(row, children);
    for (const child of children) this.ask(child, sessions);
  }

  expectTrue(sessions: readonly Session[]): void {
    const { layout } = this.list;
    for (const [row, children] of layout.below) assert.deepEqual(this.below.get(row), children, row);
    for (const [key, group] of layout.groups) assert.equal(this.seen.get(key), JSON.stringify(group), key);
    for (const each of sessions) assert.equal(this.seen.get(layout.rows.get(each.id) ?? ''), JSON.stringify(each));
  }
}

function started(grouping: Grouping, sessions: readonly Session[]) {
  const list = new SessionList({ of: () => grouping });
  const shown = new Shown(list);
  assert.equal(list.update(sessions, null), undefined);
  shown.draw(undefined, sessions);
  return { list, shown };
}

const change = (sessions: readonly Session[], id: string, fields: Partial<Session>) =>
  sessions.map((each) => (each.id === id ? { ...each, ...fields } : each));

test('a row that alters in its place is drawn alone', () => {
  for (const grouping of ['none', 'status', 'task', 'repository'] as const) {
    const sessions = fifty();
    const { list, shown } = started(grouping, sessions);
    const later = change(sessions, 's3', { evidence: { rule: 'other', at: at(99) } });
    const rows = list.update(later, null);
    assert.equal(rows?.length, 1, grouping);
    assert.equal(shown.draw(rows, later), 1, grouping);
    shown.expectTrue(later);
  }
});

test('a session that changes its group draws the two groups and none of the other rows', () => {
  const sessions = fifty();
  const { list, shown } = started('status', sessions);
  const later = change(sessions, 's3', { status: 'waiting', since: at(100) });
  const rows = list.update(later, null);
  assert.equal(rows?.length, 2);
  // Two headings, 11 rows that wait now, 9 that work still.
  assert.equal(shown.draw(rows, later), 22);
  shown.expectTrue(later);
});

test('a session within a repository that comes to wait draws that repository alone', () => {
  const sessions = fifty();
  const { list, shown } = started('repository', sessions);
  const later = change(sessions, 's3', { status: 'waiting', since: at(100) });
  const rows = list.update(later, null);
  assert.equal(rows?.length, 1);
  assert.ok(shown.draw(rows, later) < 20);
  shown.expectTrue(later);
});

test('nothing that altered is nothing to draw, and another session in front is two rows', () => {
  const sessions = fifty();
  const { list } = started('status', sessions);
  assert.deepEqual(list.update(fifty(), null), []);
  assert.equal(list.update(sessions, 's1')?.length, 1);
  assert.equal(list.update(sessions, 's2')?.length, 2);
});

test('a row that names another session is drawn anew when that has another name', () => {
  const conflicts = [{ with: 'b', files: ['a'], count: 1 }];
  const sessions = [session({ id: 'a', conflicts }), session({ id: 'b', name: 'before' })];
  const { list } = started('none', sessions);
  assert.deepEqual(list.update([sessions[0], session({ id: 'b', name: 'after' })] as Session[], null), [
    '\n\na',
    '\n\nb',
  ]);
});

test('the last one that leaves a heading leaves the list as it is; a new heading is drawn with the list', () => {
  const sessions = [...fifty().filter(({ status }) => status !== 'waiting'), session({ id: 'w', status: 'waiting' })];
  const { list, shown } = started('status', sessions);
  const answered = change(sessions, 'w', { status: 'working', since: at(200) });
  const rows = list.update(answered, null);
  assert.equal(rows?.length, 2);
  shown.draw(rows, answered);
  shown.expectTrue(answered);
  assert.equal(list.update(change(answered, 's3', { status: 'completed' }), null), undefined);
});

test('without sessions there is no heading, and a filter takes the empty ones away', () => {
  const sessions = fifty();
  const { list } = started('status', sessions);
  list.filter = { ...NO_FILTER, standings: ['failed'] };
  assert.equal(list.update(sessions, null), undefined);
  assert.deepEqual(
    [...list.layout.groups.values()].map(({ value }) => value),
    ['failed'],
  );
  list.filter = NO_FILTER;
  assert.equal(list.update([], null), undefined);
  assert.equal(list.layout.groups.size, 0);
});

test('whatever happens, what is drawn is what is so', () => {
  let seed = 13;
  const random = (below: number) => {
    seed = (seed * 48271) % 2147483647;
    return seed % below;
  };
  for (const grouping of ['none', 'status', 'task', 'repository', 'persona'] as const) {
    let sessions = fifty();
    const { list, shown } = started(grouping, sessions);
    for (let step = 0; step < 300; step++) {
      const id = `s${random(55)}`;
      const status = STATUSES[random(5)] ?? 'ready';
      const fields = {
        status,
        since: at(1000 + step),
        unread: random(2) === 0,
        pinned: random(9) === 0,
        task: `t.${random(4)}`,
      };
      if (random(12) === 0) sessions = sessions.filter((each) => each.id !== id);
      else if (sessions.some((each) => each.id === id)) sessions = change(sessions, id, fields);
      else sessions = [...sessions, session({ id, ...fields })];
      shown.draw(list.update(sessions, null), sessions);
      shown.expectTrue(sessions);
    }
  }
});
