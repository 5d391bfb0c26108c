import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Card, ToPage } from '../../src/dashboard/messages.ts';
import { type Source, Telling } from '../../src/dashboard/telling.ts';
import type { DidPaint } from '../../src/protocol/protocol.ts';
import { Listeners } from '../../src/shared/listeners.ts';

/** A page, and what it is told of two cards. */
function page() {
  const said: ToPage[] = [];
  const changed = new Listeners<undefined>();
  const painted = new Listeners<DidPaint>();
  const looks: (readonly string[])[] = [];
  let heard = 0;
  let asked = 0;
  let cards = ['a', 'b'].map((id) => ({ id, age: '1 min' }) as Card);
  const counted = (added: { dispose(): void }) => {
    heard++;
    return {
      dispose: () => {
        heard--;
        added.dispose();
      },
    };
  };
  const source: Source = {
    onDidChange: (listener) => counted(changed.add(listener)),
    onDidPaint: (listener) => counted(painted.add(listener)),
    now: () => {
      asked++;
      return { cards, entries: { type: 'entries', entries: cards.map(({ id }) => ({ id })), filter: '', empty: '' } };
    },
    looks: (ids) => looks.push(ids),
  };
  return {
    telling: new Telling((message) => said.push(message), source),
    said: () => said.splice(0),
    looks,
    heard: () => heard,
    asked: () => asked,
    become: (now: object[]) => {
      cards = now as Card[];
      changed.tell(undefined);
    },
    paints: (id: string, line: string) => painted.tell({ id, cols: 80, rows: 1, lines: [line], styles: null }),
  };
}

const kinds = (said: readonly ToPage[]) => said.map(({ type }) => type);

test('a page that begins gets all, and then what altered, told together', ({ mock }) => {
  mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
  const { telling, said, become, paints } = page();
  telling.begin();
  assert.deepEqual(kinds(said()), ['cards', 'entries']);
  become([
    { id: 'a', age: '2 min' },
    { id: 'b', age: '1 min' },
  ]);
  become([
    { id: 'a', age: '3 min' },
    { id: 'b', age: '1 min' },
  ]);
  assert.deepEqual(said(), []);
  mock.timers.tick(50);
  assert.deepEqual(said(), [{ type: 'cards', cards: [{ id: 'a', age: '3 min' }] }]);
  paints('a', 'one');
  paints('a', 'one');
  paints('unknown', 'two');
  assert.deepEqual(kinds(said()), ['paint']);
  become([{ id: 'b', age: '1 min' }]);
  mock.timers.tick(50);
  assert.deepEqual(kinds(said()), ['entries']);
  paints('a', 'three');
  assert.deepEqual(said(), [], 'its card is gone');
});

test('ages are told anew from time to time', ({ mock }) => {
  mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
  const { telling, asked } = page();
  telling.begin();
  mock.timers.tick(30_000);
  mock.timers.tick(50);
  assert.equal(asked(), 2);
  telling.hidden();
});

test('a hidden page is told nothing, nobody is listened to for it, and no timer lives in it', () => {
  const { telling, said, heard, asked, looks, become, paints } = page();
  const timers = () => process.getActiveResourcesInfo().filter((each) => each === 'Timeout').length;
  const before = timers();
  assert.equal(heard(), 0, 'before it was seen');
  telling.begin();
  telling.watch(['a'], undefined);
  become([{ id: 'a', age: '2 min' }]);
  assert.equal(timers(), before + 2);
  telling.hidden();
  said();
  const wasAsked = asked();
  assert.deepEqual([timers(), heard()], [before, 0]);
  become([{ id: 'a', age: '3 min' }]);
  paints('a', 'one');
  telling.watch(['a'], 'a');
  telling.hidden();
  assert.deepEqual([said(), asked(), timers()], [[], wasAsked, before]);
  assert.deepEqual(looks, [['a'], []], 'the sidecar is asked for nothing, and told so once');
  telling.begin();
  assert.deepEqual(kinds(said()), ['cards', 'entries'], 'seen again, it begins anew');
  telling.begin();
  assert.equal(heard(), 2, 'a page that begins twice is listened to for once');
  telling.hidden();
});
