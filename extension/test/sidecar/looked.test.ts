import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Looked } from '../../src/sidecar/looked.ts';
import { Sessions } from '../../src/sidecar/sessions.ts';
import { session } from '../sample.ts';

test('what was looked at is told once, and only when it was unread', async () => {
  const sessions = new Sessions();
  const base = { revision: 1, agents: [], personas: [], activeSession: null, notices: [] };
  sessions.didSync({ ...base, sessions: [session({ id: 'a', unread: true }), session({ id: 'b' })] });
  const told: unknown[] = [];
  let refuse = false;
  const warnings: string[] = [];
  const looked = new Looked({
    sessions,
    request: async (method: string, params: unknown) => {
      told.push([method, params]);
      if (refuse) throw new Error('no');
      return undefined as never;
    },
    log: { warn: (text: string) => warnings.push(text) } as never,
  });
  for (const id of ['a', 'a', 'b', 'gone']) looked.at(id);
  await new Promise(setImmediate);
  assert.deepEqual(told, [['session/update', { id: 'a', read: true }]]);
  refuse = true;
  looked.at('a');
  await new Promise(setImmediate);
  assert.equal(told.length, 2, 'still unread: another look tells again');
  assert.match(warnings[0] ?? '', /no/);
});
