import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Session } from '../../../src/protocol/protocol.ts';
import { statusText } from '../../../src/sessions/rows/statusWords.ts';
import { session, t, waiting } from '../../sample.ts';

test('the words say why', () => {
  assert.equal(statusText(session({ status: 'failed', reason: 'exit code 1' }), t), 'Error: exit code 1');
  assert.equal(statusText(session({ status: 'queued', queuePlace: 2 }), t), 'Queued: place 2');
  assert.equal(statusText(session({ status: 'starting' }), t), 'Loading');
  const blank = session({ status: 'starting', reason: 'nothing drawn' });
  const copying = session({ status: 'starting', carrying: { done: 200, total: 1000 } });
  assert.equal(statusText(copying, t), 'Loading: 200 of 1000 files copied');
  assert.equal(statusText(blank, t), 'Loading: it has drawn nothing yet');
  assert.equal(statusText(session({ status: 'ready', reason: 'api error' }), t), 'Ready · api error');
  const cutOff = session({ status: 'ready', reason: 'instruction cut off', pending: 1 });
  assert.equal(statusText(cutOff, t), 'Ready · an instruction was cut off: send it or clear it in the terminal');
  assert.equal(statusText(waiting(), t), 'Waiting: Bash touch hello.txt');
  assert.equal(statusText(waiting({ kind: 'trust' }), t), 'Waiting: trust');
});

test('one that is told something says how far that is', () => {
  const text = (fields: Partial<Session>) => statusText(session({ status: 'working', ...fields }), t);
  assert.equal(text({}), 'Running');
  assert.equal(text({ reason: 'instruction waits', pending: 1 }), 'Running: an instruction waits to be typed');
  assert.equal(text({ typing: 40, pending: 1 }), 'Running: an instruction is typed, 40 %');
  assert.equal(text({ reason: 'instruction waits', typing: 0 }), 'Running: an instruction is typed, 0 %');
  assert.equal(text({ reason: 'a word of another version' }), 'Running: a word of another version');
});

test('a paused session says what paused it when nobody asked for it, and that its worktree was freed', () => {
  const text = (fields: Partial<Session>) => statusText(session({ status: 'paused', ...fields }), t);
  assert.equal(text({ reason: 'paused' }), 'Paused');
  assert.equal(text({ reason: 'stopped' }), 'Paused: stopped');
  assert.equal(text({ reason: 'interrupted' }), 'Paused: interrupted');
  assert.equal(text({ reason: 'restored' }), 'Paused: restored');
  assert.equal(text({ reason: 'adopted' }), 'Paused: adopted');
  assert.equal(text({ reason: 'out of memory' }), 'Paused: out of memory');
  assert.equal(text({ reason: null }), 'Paused');
  assert.equal(text({ reason: 'paused', freed: true }), 'Paused, worktree freed');
});
