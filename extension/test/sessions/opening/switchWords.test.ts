import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Session } from '../../../src/protocol/protocol.ts';
import { switchRow } from '../../../src/sessions/opening/switchWords.ts';
import { session, t, waiting } from '../../sample.ts';

const now = new Date('2026-01-01T10:12:00Z');
const row = (of: Session, did: string | null = null, told: string | null = null, here = false) =>
  switchRow(of, { id: of.id, told, did }, here, now, t);

test('a row says how the session is, since when, and what it did last', () => {
  const works = session({ name: 'login-fix' });
  assert.deepEqual(row(works, 'Bash(npm test)', 'Fix the login'), {
    label: 'login-fix',
    description: 'Running · 12 min ago',
    detail: 'Fix the login · Bash(npm test)',
  });
  assert.equal(row(works, null, 'Fix the login\nand test it').detail, 'Fix the login · Fix the login ⏎ and test it');
  assert.equal(row(works, null, 'Fix the login').detail, 'Fix the login', 'the same is not said twice');
  assert.equal(switchRow(works, undefined, false, now, t).detail, 'Fix the login', 'nothing is known of it');
  assert.match(row(works, null, null, true).description, /current$/);
});

test('one that waits says what for, one that ended why, one that is unread that', () => {
  const asks = row(waiting({ command: 'rm old.py' }), 'Thinking hard');
  assert.equal(asks.description, 'Waiting for input · 12 min ago');
  assert.equal(asks.detail, 'Fix the login · Bash rm old.py');
  assert.match(row(session({ status: 'failed', reason: 'exit code 1' })).description, /^Error: exit code 1/);
  assert.match(row(session({ status: 'ready', unread: true })).description, /^Ready · unread · /);
});

test('nothing that agents wrote is obeyed', () => {
  const evil = '$(rocket) [x](command:y)\u202e\nz';
  const { label, detail } = row(session({ name: evil, title: evil }), evil);
  for (const text of [label, detail]) {
    assert.doesNotMatch(text, /\$\(|\]\(|\u202e|\n/);
    assert.match(text, /\\u\{202e\}/);
  }
});
