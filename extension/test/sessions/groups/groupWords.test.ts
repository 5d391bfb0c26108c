import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Group } from '../../../src/sessions/groups/grouping.ts';
import { GROUPINGS } from '../../../src/sessions/groups/grouping.ts';
import {
  filterText,
  groupDescription,
  groupingWord,
  groupLabel,
  groupLook,
  groupTooltip,
  spokenGroup,
  standingWord,
} from '../../../src/sessions/groups/groupWords.ts';
import { STANDINGS } from '../../../src/sessions/rows/order.ts';
import { persona, t } from '../../sample.ts';

const group = (fields: Partial<Group>): Group => ({
  ...{ by: 'task', value: 'web-12', count: 3, worst: 'working', needing: 0 },
  ...fields,
});

const PERSONAS = [persona({ name: 'tester', title: 'Tester', icon: 'beaker' })];

const TABLE: [Partial<Group>, string, string, string][] = [
  [
    { by: 'status', value: 'waiting', worst: 'waiting', needing: 3 },
    'Waiting for input',
    '3',
    'Waiting for input, 3 sessions',
  ],
  [{ by: 'status', value: 'unread', count: 1 }, 'Ready, not looked at yet', '1', 'Ready, not looked at yet, 1 session'],
  [{ by: 'status', value: 'failed', count: 0, worst: undefined }, 'Error', '0', 'Error, 0 sessions'],
  [{}, 'web-12', '3', 'Task web-12, 3 sessions'],
  [{ worst: 'waiting', needing: 2 }, 'web-12', '3 · 2 waiting', 'Task web-12, 3 sessions, 2 waiting'],
  [{ worst: 'failed', needing: 1 }, 'web-12', '3 · 1 failed', 'Task web-12, 3 sessions, 1 failed'],
  [{ worst: 'unread', needing: 1 }, 'web-12', '3 · 1 not looked at', 'Task web-12, 3 sessions, 1 not looked at'],
  [{ value: '' }, 'No task', '3', 'No task, 3 sessions'],
  [{ by: 'persona', value: 'tester' }, 'Tester', '3', 'Persona Tester, 3 sessions'],
  [{ by: 'persona', value: '' }, 'No persona', '3', 'No persona, 3 sessions'],
  [{ by: 'repository', value: '/code/shop' }, 'shop', '3 · /code', 'Repository shop, 3 sessions'],
];
for (const [fields, label, description, spoken] of TABLE)
  test(`the heading ${JSON.stringify(fields)}`, () => {
    const made = group(fields);
    assert.deepEqual(
      [groupLabel(made, PERSONAS, t), groupDescription(made, t), spokenGroup(made, PERSONAS, t)],
      [label, description, spoken],
    );
  });

test('each grouping and each standing has a word of its own', () => {
  assert.equal(new Set(GROUPINGS.map((each) => groupingWord(each, t))).size, GROUPINGS.length);
  assert.equal(new Set(STANDINGS.map((each) => standingWord(each, t))).size, STANDINGS.length);
});

test('a task looks like the worst of its sessions, and nothing turns there', () => {
  const looks = STANDINGS.map((worst) => groupLook(group({ worst }))?.icon ?? '');
  assert.equal(new Set(looks).size, STANDINGS.length);
  for (const icon of looks) assert.match(icon, /^[a-z-]+$/);
  assert.equal(groupLook(group({ by: 'status', value: 'ready' })), undefined);
});

test('the whole path of a repository is in its tooltip', () => {
  assert.equal(groupTooltip(group({ by: 'repository', value: '/code/shop' })), '/code/shop');
  assert.equal(groupTooltip(group({})), undefined);
});

test('a filter is told as long as it is one, with how to clear it', () => {
  const filter = { text: 'login', standings: ['waiting' as const, 'unread' as const], found: new Map() };
  assert.equal(
    filterText(filter, 2, 10, t),
    'Filter: “login” · Waiting for input, Ready, not looked at yet. 2 of 10 sessions are shown; “Clear Filter” shows all.',
  );
  assert.match(filterText({ ...filter, text: '' }, 0, 1, t) ?? '', /^Filter: Waiting for input, /);
  assert.equal(filterText({ ...filter, text: '', standings: [] }, 1, 1, t), undefined);
});

test('a persona has its icon, where it is one', () => {
  const look = (icon: string) =>
    groupLook(group({ by: 'persona', value: 'tester' }), [persona({ name: 'tester', icon })]);
  assert.deepEqual(
    [look('beaker'), look(''), look('a b~spin')].map((each) => each?.icon),
    ['beaker', 'person', 'person'],
  );
});
