import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FileChange } from '../../src/protocol/protocol.ts';
import { beside, type Standing } from '../../src/review/walk.ts';
import { session } from '../sample.ts';

const FILES: Record<string, string[]> = { a: ['a1', 'a2'], b: [], c: ['c1'] };
const SESSIONS = Object.keys(FILES).map((id) => session({ id }));
const filesOf = async ({ id }: { id: string }) =>
  (FILES[id] ?? []).map((path) => ({ path, file: `/${path}` }) as FileChange);
const from = async (at: string | undefined, step: 1 | -1, sessions = SESSIONS) => {
  const standing: Standing | undefined = at === undefined ? undefined : { sessionId: at[0] as string, file: `/${at}` };
  return (await beside(sessions, filesOf, standing, step))?.file.path;
};

test('the next changed file, past the last one that of the next session, and round', async () => {
  assert.equal(await from(undefined, 1), 'a1');
  assert.equal(await from('a1', 1), 'a2');
  assert.equal(await from('a2', 1), 'c1');
  assert.equal(await from('c1', 1), 'a1');
});

test('and back', async () => {
  assert.equal(await from(undefined, -1), 'c1');
  assert.equal(await from('c1', -1), 'a2');
  assert.equal(await from('a2', -1), 'a1');
  assert.equal(await from('a1', -1), 'c1');
});

test('a file that is not changed any more, and no file at all', async () => {
  assert.equal(await from('a9', 1), 'a1');
  assert.equal(await from('a9', -1), 'a2');
  assert.equal(await from('z1', 1), 'a1');
  assert.equal(await from(undefined, 1, [session({ id: 'b' })]), undefined);
  assert.equal(await from(undefined, 1, []), undefined);
});
