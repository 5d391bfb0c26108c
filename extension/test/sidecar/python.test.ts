import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findPython } from '../../src/sidecar/python.ts';
import { Restarts } from '../../src/sidecar/restarts.ts';

const only = (there: Record<string, string>) => async (program: string) => {
  if (program in there) return there[program] as string;
  throw new Error(`spawn ${program} ENOENT`);
};
const none = async () => [];

test('the real PATH has a Python that will do', async () => {
  const { python } = await findPython('', none);
  assert.ok(python?.startsWith('/'));
});

test('the setting decides alone', async () => {
  const found = await findPython('/my/python', none, only({ '/my/python': '', python3: '/usr/bin/python3' }));
  assert.equal(found.python, undefined);
  assert.deepEqual(found.tried, ['/my/python: older than 3.10']);
});

test('an old python3 is passed over for a newer one by name', async () => {
  const found = await findPython('', none, only({ python3: '', 'python3.12': '/opt/python3.12' }));
  assert.equal(found.python, '/opt/python3.12');
});

test('the Python extension is asked last, and what was tried is told', async () => {
  const others = async () => ['/venv/bin/python'];
  const found = await findPython('', others, only({ '/venv/bin/python': '/venv/bin/python' }));
  assert.equal(found.python, '/venv/bin/python');
  assert.equal((await findPython('', others, only({}))).python, undefined);
  assert.match(found.tried[0] ?? '', /python3: spawn python3 ENOENT/);
});

test('restarts wait longer each time and give up after five in three minutes', () => {
  const restarts = new Restarts();
  const delays = [0, 1, 2, 3, 4, 5].map((second) => restarts.next(second * 1000));
  assert.deepEqual(delays, [0, 500, 2_000, 5_000, 10_000, undefined]);
  assert.equal(restarts.next(10 * 60_000), 0, 'long ago does not count');
  restarts.forget();
  assert.equal(restarts.next(10 * 60_000 + 1), 0);
});
