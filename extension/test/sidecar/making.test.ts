import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CreateParams, Session } from '../../src/protocol/protocol.ts';
import { make } from '../../src/sidecar/making.ts';
import { session } from '../sample.ts';

const WANTED = { repo: '/repo', agent: 'demo' };

/** A client whose sidecar tells of a session in these statuses before it answers. */
function client(told: Session['status'][], fails = false) {
  const byId = new Map<string, Session>();
  const listeners = new Set<() => void>();
  const asked: CreateParams[] = [];
  return {
    asked,
    listeners,
    sessions: {
      get: (id: string) => byId.get(id),
      onDidChange: (listener: () => void) => {
        listeners.add(listener);
        return { dispose: () => listeners.delete(listener) };
      },
    },
    async request(_method: 'session/create', params: CreateParams) {
      asked.push(params);
      const id = params.id ?? '';
      for (const status of told) {
        byId.set('another', session({ id: 'another', status: 'starting' }));
        byId.set(id, session({ id, status }));
        for (const each of listeners) each();
      }
      if (fails) throw new Error('no room');
      return session({ id, status: told.at(-1) ?? 'starting' });
    },
  };
}

test('it is told once, as soon as it starts, and its id is the one that was asked for', async () => {
  const fake = client(['queued', 'starting', 'starting', 'working']);
  const begun: string[] = [];
  const made = await make(fake, WANTED, ({ id, status }) => begun.push(`${status} ${id}`));
  assert.deepEqual(begun, [`starting ${made.id}`]);
  assert.deepEqual(fake.asked, [{ ...WANTED, id: made.id }]);
  assert.equal(fake.listeners.size, 0);
});

test('one that waits for its turn has not begun', async () => {
  const begun: string[] = [];
  await make(client(['queued']), WANTED, ({ id }) => begun.push(id));
  assert.deepEqual(begun, []);
});

test('one that fails leaves no listener', async () => {
  const fake = client(['starting'], true);
  await assert.rejects(
    make(fake, WANTED, () => undefined),
    /no room/,
  );
  assert.equal(fake.listeners.size, 0);
});

test('two are not taken for each other', async () => {
  const fake = client(['starting']);
  const [one, other] = [await make(fake, WANTED, () => undefined), await make(fake, WANTED, () => undefined)];
  assert.notEqual(one.id, other.id);
});
