import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Session } from '../../../src/protocol/protocol.ts';
import { arranged, type Grouping, isGrouping, type Layout, within } from '../../../src/sessions/groups/grouping.ts';
import { session } from '../../sample.ts';

const row = (id: string, fields: Partial<Session> = {}) => session({ id, ...fields });

/** `waiting 2: a b`: each group with its rows, indented by how deep it is. */
function drawn(layout: Layout, under = '', depth = ''): string[] {
  return (layout.below.get(under) ?? []).flatMap((key) => {
    const group = layout.groups.get(key);
    const id = [...layout.rows].find(([, each]) => each === key)?.[0];
    const name = group ? `${group.value || '-'} ${group.count} ${group.worst}/${group.needing}` : id;
    return [`${depth}${name}`, ...(group ? drawn(layout, key, `${depth}  `) : [])];
  });
}

const ROWS = [
  row('ready', { status: 'ready', task: 'web-12.3', repo: '/b/shop', persona: 'tester' }),
  row('waits', { status: 'waiting', task: 'web-12', repo: '/a/notes' }),
  row('works', { repo: '/b/shop' }),
];

const TABLE: Record<Grouping, string[]> = {
  none: ['waits', 'works', 'ready'],
  status: ['waiting 1 waiting/1', '  waits', 'working 1 working/0', '  works', 'ready 1 ready/0', '  ready'],
  repository: ['/a/notes 1 waiting/1', '  waits', '/b/shop 2 working/0', '  works', '  ready'],
  persona: ['tester 1 ready/0', '  ready', '- 2 waiting/1', '  waits', '  works'],
  task: ['web-12 2 waiting/1', '  waits', '  web-12.3 1 ready/0', '    ready', '- 1 working/0', '  works'],
};
for (const [grouping, expected] of Object.entries(TABLE))
  test(`grouped by ${grouping}`, () => {
    const layout = arranged(ROWS, grouping as Grouping);
    assert.deepEqual(drawn(layout), expected);
    assert.deepEqual(drawn(arranged([], grouping as Grouping)), []);
    for (const key of layout.rows.values()) assert.ok(layout.above.has(key));
    assert.equal(new Set(layout.rows.values()).size, 3);
  });

test('a heading by status that was shown stays when its last session leaves', () => {
  const before = arranged(ROWS, 'status');
  const answered = ROWS.map((each) => (each.id === 'waits' ? row('waits') : each));
  assert.deepEqual(drawn(arranged(answered, 'status', before)).slice(0, 2), [
    'waiting 0 undefined/0',
    'working 2 working/0',
  ]);
  assert.deepEqual(drawn(arranged(answered, 'status'))[0], 'working 2 working/0');
});

test('a name of a group is none of another kind', () => {
  assert.ok(isGrouping('task'));
  for (const other of ['tasks', 'constructor', undefined, 3]) assert.ok(!isGrouping(other));
});

test('a group has the sessions of the groups in it too', () => {
  const layout = arranged(ROWS, 'task');
  const ids = (value: string) =>
    within(layout, [...layout.groups].find(([, group]) => group.value === value)?.[0] ?? '');
  assert.deepEqual(ids('web-12'), ['waits', 'ready']);
  assert.deepEqual(ids('web-12.3'), ['ready']);
  assert.deepEqual(ids(''), ['works']);
  assert.deepEqual(within(layout, 'no such group'), []);
});
