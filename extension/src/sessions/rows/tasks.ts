/** Tasks nest by their dots: `web-12.3` is below `web-12`. Pure. */

export interface Task<S> {
  task: string;
  /** Those of this very task. */
  sessions: S[];
  below: Task<S>[];
}

/**
 * By their names, numbers as numbers. A task is below the longest beginning of its name, cut at a dot, that is a task
 * too or that several tasks share: what stands alone is not taken apart.
 */
export function nested<S extends { task: string | null }>(sessions: readonly S[]): Task<S>[] {
  const byTask = new Map<string, S[]>();
  for (const session of sessions) if (session.task) push(byTask, session.task, session);
  const shared = new Map<string, Set<string>>();
  for (const task of byTask.keys())
    beginnings(task).forEach((each, at, all) => {
      const under = shared.get(each) ?? new Set();
      shared.set(each, under.add(all[at - 1] ?? task));
    });
  const names = new Set(byTask.keys());
  for (const [name, under] of shared) if (under.size > 1) names.add(name);
  const tasks = new Map(
    [...names].map((task) => [task, { task, sessions: byTask.get(task) ?? [], below: [] } as Task<S>]),
  );
  const top: Task<S>[] = [];
  for (const task of [...tasks.values()].sort(byName)) {
    const above = beginnings(task.task).find((each) => tasks.has(each));
    (tasks.get(above ?? '')?.below ?? top).push(task);
  }
  return top;
}

/** All of a task's sessions, those of the tasks below it too. */
export function allOf<S>({ sessions, below }: Task<S>): S[] {
  return [...sessions, ...below.flatMap(allOf)];
}

/** The longest first: of `a.b.c` `a.b` and `a`. */
function beginnings(task: string): string[] {
  const found: string[] = [];
  for (let at = task.lastIndexOf('.'); at > 0; at = task.lastIndexOf('.', at - 1)) found.push(task.slice(0, at));
  return found;
}

// It is made when it is first needed: Node loads its languages for it.
let collator: Intl.Collator | undefined;

function byName<S>(a: Task<S>, b: Task<S>): number {
  collator ??= new Intl.Collator('en', { numeric: true });
  return collator.compare(a.task, b.task) || (a.task < b.task ? -1 : 1);
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}
