import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Session } from '../../../src/protocol/protocol.ts';
import { Interruptions } from '../../../src/sessions/opening/interruptions.ts';
import { session } from '../../sample.ts';

const paused = (id: string): Session => session({ id, status: 'paused', reason: 'interrupted' });
const ids = (sessions: Session[]) => sessions.map(({ id }) => id);

/** Who is named as interrupted when a list is told, one after the other. */
function told(...lists: Session[][]): string[][] {
  const interruptions = new Interruptions();
  return lists.map((list) => ids(interruptions.news(list, undefined).interrupted));
}

test('a list tells of each interruption once', () => {
  assert.deepEqual(told([paused('a'), session({ id: 'b' })], [paused('a'), paused('b')], [paused('a')]), [
    ['a'],
    ['b'],
    [],
  ]);
});

test('a list that is empty for a while makes no news of what was known', () => {
  assert.deepEqual(told([paused('a')], [], [paused('a')]), [['a'], [], []]);
});

test('one that went on and was interrupted again is news', () => {
  assert.deepEqual(told([paused('a')], [session({ id: 'a' })], [paused('a')]), [['a'], [], ['a']]);
});

test('what came as a change was heard of already', () => {
  const interruptions = new Interruptions();
  assert.deepEqual(ids(interruptions.news([paused('a')], paused('a')).interrupted), []);
  assert.deepEqual(ids(interruptions.news([paused('a')], undefined).interrupted), []);
});

test('who goes on without the conversation is named once, when that comes', () => {
  const interruptions = new Interruptions();
  const handed = (id: string, handedOver: boolean) => session({ id, handedOver });
  const news = (...sessions: Session[]) => ids(interruptions.news(sessions, sessions[0]).handedOver);
  assert.deepEqual(news(handed('a', false), handed('b', true)), [], 'b was handed over before the window came');
  assert.deepEqual(news(handed('a', true), handed('b', true)), ['a']);
  assert.deepEqual(news(handed('a', true), handed('b', true)), []);
});
