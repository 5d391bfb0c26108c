import assert from 'node:assert/strict';
import { test } from 'node:test';
import { needsText } from '../../../src/attention/needWords.ts';
import type { BackgroundKind, BackgroundWork, Session } from '../../../src/protocol/protocol.ts';
import { statusText } from '../../../src/sessions/rows/statusWords.ts';
import { tooltip } from '../../../src/sessions/rows/tooltip.ts';
import { description, spoken } from '../../../src/sessions/rows/words.ts';
import {
  backgroundText,
  progressText,
  spokenWork,
  unbegunText,
  workKind,
  workLook,
  workRows,
  workText,
} from '../../../src/sessions/rows/workWords.ts';
import { around, NOW, session, t } from '../../sample.ts';

const work = (kind: BackgroundKind, label = 'make'): BackgroundWork => ({
  id: label,
  kind,
  label,
  since: '2026-01-01T10:02:00Z',
});
const ready = (fields: Partial<Session> = {}) => session({ status: 'ready', ...fields });
const runs = [work('server'), work('shell')];

test('a session that is ready says what goes on without it', () => {
  const one = ready({ background: runs });
  assert.equal(statusText(one, t), 'Ready · 2 in the background');
  assert.match(description(one, around(), t), /Ready · 2 in the background/);
  assert.match(description(one, around({ isUnderStatus: true }), t), /2 in the background/);
  assert.match(spoken(one, around(), t), /Ready, 2 in the background/);
  const told = ready({ background: runs, reason: 'background tasks running' });
  assert.equal(statusText(told, t), 'Ready · 2 in the background', 'once');
  assert.equal(statusText(ready({ reason: 'background tasks running' }), t), 'Ready · background tasks running');
  assert.equal(
    statusText(ready({ reason: 'background tasks ended' }), t),
    'Ready · what ran in the background has ended',
  );
});

test('a session that works says how many subagents it waits for', () => {
  const counted = (status: Session['status'], ...kinds: BackgroundKind[]) =>
    backgroundText(session({ status, background: kinds.map((kind) => work(kind)) }), t);
  assert.equal(counted('working'), '');
  assert.equal(counted('working', 'subagent'), '1 subagent');
  assert.equal(counted('working', 'subagent', 'subagent', 'shell'), '2 subagents · 1 in the background');
  assert.equal(counted('ready', 'subagent', 'process'), '2 in the background');
  assert.equal(statusText(session({ background: [work('subagent')] }), t), 'Running · 1 subagent');
});

test('one that began nothing is told from one that finished', () => {
  assert.equal(statusText(ready(), t), 'Ready');
  assert.equal(statusText(ready({ begun: false }), t), 'Ready · nothing begun yet');
  assert.equal(statusText(session({ status: 'completed', begun: false }), t), 'Completed: nothing was begun');
  assert.equal(unbegunText(session({ status: 'working', begun: false }), t), '');
  assert.equal(unbegunText(session({ status: 'paused', begun: false }), t), '');
});

test('a notification says what goes on, what has ended, and what never began', () => {
  const said = (one: Session) =>
    needsText(
      [{ need: { id: 'n', session: 'a', kind: 'finished', promptId: null, since: one.since }, session: one }],
      NOW,
      t,
    );
  assert.equal(said(ready({ unread: true })), '“fix-login” is ready.');
  assert.equal(said(ready({ background: runs })), '“fix-login” is ready, with 2 in the background.');
  assert.equal(said(ready({ reason: 'background tasks ended' })), 'What “fix-login” ran in the background has ended.');
  assert.equal(said(ready({ begun: false })), '“fix-login” is ready, and has begun nothing.');
  assert.equal(said(session({ status: 'completed' })), '“fix-login” has ended.');
  assert.equal(said(session({ status: 'completed', begun: false })), '“fix-login” has ended, and began nothing.');
});

test('a row has the kind, and since when', () => {
  const kinds: BackgroundKind[] = ['subagent', 'shell', 'server', 'process'];
  assert.deepEqual(
    kinds.map((kind) => [workKind(work(kind), t), workLook(work(kind)).icon]),
    [
      ['subagent', 'hubot'],
      ['command', 'terminal'],
      ['server', 'server-process'],
      ['process', 'gear'],
    ],
  );
  assert.equal(workText(work('server'), NOW, t), 'server · 3 min');
  assert.equal(spokenWork(work('server'), NOW, t), 'make, server, for 3 min');
  const other = { ...work('shell'), kind: 'later' as BackgroundKind };
  assert.deepEqual([workKind(other, t), workLook(other).icon], ['later', 'gear']);
});

test('the tooltip has progress, the tool and what runs, as text', () => {
  const progress = { done: 1, total: 3, doing: 'Write **it**', percent: 40 };
  const one = session({ progress, tool: 'Bash', background: [work('server', '[x](command:y) \u202e')] });
  assert.equal(progressText(one, t), '1 of 3 done · at 40 % · Write **it**');
  assert.deepEqual(
    workRows(one, NOW, t).map(([name]) => name),
    ['Progress', 'Uses', 'Runs'],
  );
  assert.doesNotMatch(tooltip(one, [], NOW, t), /\]\(command:|\u202e/);
  assert.deepEqual(workRows(session(), NOW, t), []);
  assert.equal(progressText(session({ progress: { done: 0, total: 0, doing: '', percent: 70 } }), t), 'at 70 %');
});
