import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allOf, nested, type Task } from '../../../src/sessions/rows/tasks.ts';

interface Row {
  task: string | null;
}

/** `web-12(1)[web-12.3(1)]`: each task with how many are of it, and what is below. */
function drawn(tasks: readonly Task<Row>[]): string {
  return tasks
    .map(({ task, sessions, below }) => `${task}(${sessions.length})${below.length ? `[${drawn(below)}]` : ''}`)
    .join(' ');
}

const TABLE: [(string | null)[], string][] = [
  [[], ''],
  [[null, ''], ''],
  [['web-12', 'web-12.3'], 'web-12(1)[web-12.3(1)]'],
  [['web-12.3', 'web-12', 'web-12'], 'web-12(2)[web-12.3(1)]'],
  [['web-12.3'], 'web-12.3(1)'],
  [['web-12.3', 'web-12.4'], 'web-12(0)[web-12.3(1) web-12.4(1)]'],
  [['web-12.3.1', 'web-12'], 'web-12(1)[web-12.3.1(1)]'],
  [['web-12.3.1', 'web-12.3', 'web-12'], 'web-12(1)[web-12.3(1)[web-12.3.1(1)]]'],
  [['a.b.c', 'a.b.d', 'a.e'], 'a(0)[a.b(0)[a.b.c(1) a.b.d(1)] a.e(1)]'],
  [['a.b.c', 'a.b.d'], 'a.b(0)[a.b.c(1) a.b.d(1)]'],
  [['web-10', 'web-9', 'Web-1'], 'Web-1(1) web-9(1) web-10(1)'],
  [['v1.2.3'], 'v1.2.3(1)'],
  [['.hidden', '.other'], '.hidden(1) .other(1)'],
  [['a.', 'a'], 'a(1)[a.(1)]'],
  [['web-12', 'web-123'], 'web-12(1) web-123(1)'],
];
for (const [tasks, expected] of TABLE)
  test(`tasks ${JSON.stringify(tasks)}`, () => {
    assert.equal(drawn(nested(tasks.map((task) => ({ task })))), expected);
  });

test('all of a task are its own and those below', () => {
  const [task] = nested(['a', 'a.b', 'a.b.c', 'a.d'].map((each) => ({ task: each })));
  assert.ok(task);
  assert.deepEqual(
    allOf(task).map((row) => row.task),
    ['a', 'a.b', 'a.b.c', 'a.d'],
  );
});
