import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Needing, needsText, stands } from '../../src/attention/needWords.ts';
import type { Need, NeedKind, Session } from '../../src/protocol/protocol.ts';
import { session, t, waiting } from '../sample.ts';

const NOW = new Date('2026-01-01T10:25:00Z');

function needs(kind: NeedKind, record: Session): Needing {
  const need: Need = {
    id: `${kind} ${record.id}`,
    session: record.id,
    kind,
    promptId: kind === 'waiting' ? (record.prompt?.id ?? null) : null,
    since: '2026-01-01T10:05:00Z',
  };
  return { need, session: record };
}

const ready = (fields: Partial<Session> = {}) => session({ status: 'ready', unread: true, ...fields });
const failed = (fields: Partial<Session> = {}) => session({ status: 'failed', reason: 'exit code 1', ...fields });
const ASKED = { rule: 'preset', why: 'The preset safe does not allow touch.' };

test('one need is a sentence that says why', () => {
  const said = (kind: NeedKind, record: Session) => needsText([needs(kind, record)], NOW, t);
  assert.equal(said('waiting', waiting()), '“fix-login” waits for you: Bash touch hello.txt.');
  assert.equal(
    said('waiting', waiting({}, { autoYes: 'safe', asked: ASKED })),
    '“fix-login” waits for you: Bash touch hello.txt. The preset safe does not allow touch.',
  );
  assert.equal(said('failed', failed()), '“fix-login” failed: exit code 1.');
  assert.equal(said('failed', failed({ reason: null })), '“fix-login” failed.');
  assert.equal(said('failed', ready({ reason: 'rate limited' })), '“fix-login” cannot go on: rate limited.');
  assert.equal(said('finished', ready()), '“fix-login” is ready.');
  assert.equal(said('finished', session({ status: 'completed' })), '“fix-login” has ended.');
  assert.equal(
    said('quiet', session({ reason: 'no output' })),
    '“fix-login” works, and has printed nothing for 20 min.',
  );
  assert.equal(said('later' as NeedKind, session()), '“fix-login” needs you.', 'of a newer sidecar');
});

test('several are counted by what they need, the kind that is needed longest first', () => {
  const many = [1, 2, 3, 4, 5, 6, 7].map((n) => needs('waiting', waiting({}, { id: `w${n}`, name: `w${n}` })));
  assert.equal(
    needsText([needs('failed', failed()), ...many], NOW, t),
    '“fix-login” failed: exit code 1. 7 sessions wait for you: “w1”, “w2”, “w3”, “w4”, “w5”, and 2 more.',
  );
  const [a, b] = [ready({ id: 'a', name: 'a' }), ready({ id: 'b', name: 'b' })];
  assert.equal(needsText([needs('finished', a), needs('finished', b)], NOW, t), '2 sessions are ready: “a”, “b”.');
  assert.equal(
    needsText([needs('failed', a), needs('failed', b)], NOW, t),
    '2 sessions failed or cannot go on: “a”, “b”.',
  );
  assert.equal(
    needsText([needs('quiet', a), needs('quiet', b)], NOW, t),
    '2 sessions work, and print nothing: “a”, “b”.',
  );
});

test('what was settled meanwhile does not stand any more', () => {
  const asked = needs('waiting', waiting()).need;
  const rows: [Need, Session | undefined, boolean][] = [
    [asked, waiting(), true],
    [asked, waiting({ id: 'p2' }), false],
    [asked, waiting({}, { prompt: null }), true],
    [asked, session(), false],
    [asked, undefined, false],
    [{ ...asked, promptId: null }, waiting({ id: 'p2' }), true],
    [needs('failed', failed()).need, failed(), true],
    [needs('failed', failed()).need, ready(), true],
    [needs('failed', failed()).need, session({ status: 'queued' }), false],
    [needs('finished', ready()).need, ready(), true],
    [needs('finished', ready()).need, ready({ unread: false }), false],
    [needs('finished', ready()).need, session({ status: 'completed' }), true],
    [needs('quiet', session()).need, session({ reason: 'no output' }), true],
    [needs('quiet', session()).need, session(), false],
  ];
  for (const [need, record, holds] of rows)
    assert.equal(stands(need, record), holds, `${need.kind} ${record?.status} ${record?.reason}`);
});

test('what others wrote is text', () => {
  const hostile = '$(zap) [run](command:x) \u202e';
  const said = needsText([needs('failed', failed({ name: hostile, reason: hostile }))], NOW, t);
  assert.ok(!/\$\(|\]\(|\u202e/.test(said), said);
});
