/** Which rows stand where: groups of sessions, and what is to be drawn anew when that alters. Pure. */
import type { Session } from '../../protocol/protocol.ts';
import { inOrder, needsUser, STANDINGS, type Standing, standing, worst } from '../rows/order.ts';
import { allOf, nested, type Task } from '../rows/tasks.ts';

export type Grouping = 'status' | 'task' | 'repository' | 'persona' | 'none';
const ALL: Record<Grouping, true> = { status: true, task: true, repository: true, persona: true, none: true };
export const GROUPINGS = Object.keys(ALL) as Grouping[];

export function isGrouping(text: unknown): text is Grouping {
  return typeof text === 'string' && Object.hasOwn(ALL, text);
}

export interface Group {
  by: Exclude<Grouping, 'none'>;
  /** A standing, a task, the path of a repository, a persona; "" for the sessions that have none. */
  value: string;
  count: number;
  /** The one that needs the user most; undefined: it is empty. */
  worst: Standing | undefined;
  /** How many are like the worst one, where that needs the user. */
  needing: number;
}

/** Rows are known by keys: a group's, or a session's within its group. */
export interface Layout {
  groups: ReadonlyMap<string, Group>;
  /** The rows below each group, in their order; below '' is the list itself. */
  below: ReadonlyMap<string, readonly string[]>;
  /** What a row is below of. */
  above: ReadonlyMap<string, string>;
  /** A session's row. */
  rows: ReadonlyMap<string, string>;
}

export const EMPTY: Layout = { groups: new Map(), below: new Map(), above: new Map(), rows: new Map() };

const groupKey = (by: Grouping, value: string) => `${by}\n${value}`;
export const sessionKey = (group: string, id: string) => `${group}\n\n${id}`;

/**
 * `kept`: a group by status that was shown stays, empty or not, so that a session that comes or goes moves no rows but
 * those of two groups.
 */
export function arranged(sessions: readonly Session[], grouping: Grouping, kept: Layout = EMPTY): Layout {
  const made = {
    groups: new Map<string, Group>(),
    below: new Map<string, string[]>([['', []]]),
    above: new Map<string, string>(),
    rows: new Map<string, string>(),
  };
  const under = (group: string, row: string) => {
    made.below.get(group)?.push(row);
    made.above.set(row, group);
  };
  const group = (above: string, by: Group['by'], value: string, all: readonly Session[]) => {
    const key = groupKey(by, value);
    const most = worst(all);
    const needing = most && needsUser(most) ? all.filter((each) => standing(each) === most).length : 0;
    made.groups.set(key, { by, value, count: all.length, worst: most, needing });
    made.below.set(key, []);
    under(above, key);
    return key;
  };
  const put = (key: string, some: readonly Session[]) => {
    for (const { id } of some) {
      const row = sessionKey(key, id);
      made.rows.set(id, row);
      under(key, row);
    }
  };
  const putTask = (above: string, task: Task<Session>): void => {
    const key = group(above, 'task', task.task, allOf(task));
    put(key, task.sessions);
    for (const each of task.below) putTask(key, each);
  };

  const ordered = inOrder(sessions);
  const byValue = (by: Group['by'], values: readonly string[], of: (session: Session) => string) => {
    for (const value of values) {
      const some = ordered.filter((session) => of(session) === value);
      if (some.length || kept.groups.has(groupKey(by, value))) put(group('', by, value, some), some);
    }
  };
  switch (grouping) {
    case 'none':
      put('', ordered);
      break;
    case 'status':
      byValue('status', STANDINGS, standing);
      break;
    case 'repository':
      byValue('repository', named(ordered.map(({ repo }) => repo)), ({ repo }) => repo);
      break;
    case 'persona':
      byValue('persona', named(ordered.map(({ persona }) => persona ?? '')), ({ persona }) => persona ?? '');
      break;
    case 'task':
      for (const task of nested(ordered)) putTask('', task);
      byValue('task', ordered.some(({ task }) => !task) ? [''] : [], ({ task }) => task ?? '');
  }
  return made;
}

/** The ids of the sessions in a group, those of the groups in it too, from top to bottom. */
export function within(layout: Layout, group: string): string[] {
  const ids = new Map([...layout.rows].map(([id, row]) => [row, id]));
  const under = (key: string): string[] => (layout.below.get(key) ?? []).flatMap((row) => ids.get(row) ?? under(row));
  return under(group);
}

/** Each once, by their names; those that have none last. */
function named(values: readonly string[]): string[] {
  return [...new Set(values)].sort((a, b) => Number(!a) - Number(!b) || a.localeCompare(b));
}

/** The rows to be drawn anew, each with all that is below it, when these sessions altered; undefined: the list itself. */
export function toDraw(before: Layout, after: Layout, altered: readonly string[]): string[] | undefined {
  if (!same(before.below.get(''), after.below.get(''))) return undefined;
  const drawn = [...after.groups.keys()].filter(
    (key) =>
      !same(before.below.get(key), after.below.get(key)) ||
      JSON.stringify(before.groups.get(key)) !== JSON.stringify(after.groups.get(key)),
  );
  for (const id of altered) {
    const row = after.rows.get(id);
    if (row !== undefined) drawn.push(row);
  }
  const isDrawn = new Set(drawn);
  const isBelow = (key: string | undefined): boolean =>
    key !== undefined && (isDrawn.has(key) || isBelow(after.above.get(key)));
  return drawn.filter((key) => !isBelow(after.above.get(key)));
}

function same(before: readonly string[] = [], after: readonly string[] = []): boolean {
  return before.length === after.length && before.every((key, at) => key === after[at]);
}
