import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Sessions } from '../../src/sidecar/sessions.ts';
import { session } from '../sample.ts';

function synced(revision = 5): Sessions {
  const sessions = new Sessions();
  sessions.didSync({
    revision,
    sessions: [
      session({ id: 'b', createdAt: '2026-01-02T00:00:00Z' }),
      session({ id: 'a', createdAt: '2026-01-01T00:00:00Z' }),
    ],
    agents: [],
    personas: [],
    activeSession: 'a',
    notices: [],
  });
  return sessions;
}

const ids = (sessions: Sessions) => sessions.all().map(({ id }) => id);

test('a sync replaces everything, oldest first', () => {
  const sessions = synced();
  assert.deepEqual(ids(sessions), ['a', 'b']);
  assert.equal(sessions.active, 'a');
});

test('the next revision is folded in', () => {
  const sessions = synced();
  assert.equal(sessions.didChange({ revision: 6, session: session({ id: 'a', name: 'renamed' }) }), true);
  assert.equal(sessions.get('a')?.name, 'renamed');
  assert.equal(sessions.didRemove({ revision: 7, id: 'a' }), true);
  assert.deepEqual(ids(sessions), ['b']);
  assert.equal(sessions.active, null);
});

test('a gap is said, and what came is kept all the same', () => {
  const sessions = synced();
  assert.equal(sessions.didChange({ revision: 8, session: session({ id: 'c' }) }), false);
  assert.ok(sessions.get('c'));
  assert.equal(sessions.didRemove({ revision: 11, id: 'c' }), false);
});

test('what is older than what is known changes nothing', () => {
  const sessions = synced();
  assert.equal(sessions.didChange({ revision: 5, session: session({ id: 'a', name: 'old' }) }), true);
  assert.equal(sessions.didRemove({ revision: 4, id: 'a' }), true);
  assert.equal(sessions.get('a')?.name, 'fix-login');
});

test('listeners hear which session changed, until they stop', () => {
  const sessions = synced();
  const heard: (string | undefined)[] = [];
  const subscription = sessions.onDidChange((changed) => heard.push(changed?.id));
  sessions.didChange({ revision: 6, session: session({ id: 'b' }) });
  sessions.didActivate('b');
  subscription.dispose();
  sessions.clear();
  assert.deepEqual(heard, ['b', 'a', 'b']);
  assert.deepEqual(ids(sessions), []);
});

test('of another session in front only the two are told', () => {
  const sessions = synced();
  const told: (string | undefined)[] = [];
  sessions.onDidChange((each) => told.push(each?.id));
  sessions.didActivate('b');
  sessions.didActivate('b');
  sessions.didActivate('gone');
  sessions.didActivate(null);
  assert.deepEqual(told, ['a', 'b', 'b']);
  assert.equal(sessions.active, null);
});
