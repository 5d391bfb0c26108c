import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WatchParams } from '../../src/protocol/protocol.ts';
import { Screens } from '../../src/sidecar/screens.ts';

const around = (state = 'running') => ({
  state,
  sessions: { get: (id: string) => id !== 'gone' },
  log: { warn: (message: string) => assert.fail(message) },
});

test('the sidecar is asked for the screens of all who look, and for nothing when nobody does', () => {
  const asked: WatchParams[] = [];
  const screens = new Screens(async (params) => asked.push(params), around());
  screens.looks('peek', { ids: [] });
  assert.deepEqual(asked, [], 'nobody looked before');
  screens.looks('peek', { ids: ['a'] });
  screens.looks('cards', { ids: ['a', 'b', 'gone'], colours: true, focused: 'b' });
  screens.looks('cards', { ids: [], colours: true });
  screens.looks('peek', { ids: [] });
  assert.deepEqual(asked, [
    { ids: ['a'], colours: false },
    { ids: ['a', 'b'], colours: true, focused: 'b' },
    { ids: ['a'], colours: false },
    { ids: [], colours: false },
  ]);
});

test('nobody is asked while there is no sidecar', () => {
  new Screens(() => assert.fail(), around('starting')).looks('peek', { ids: ['a'] });
});

test('who listens is told the screens until it does not listen any more', () => {
  const screens = new Screens(async () => undefined, around());
  const heard: string[] = [];
  const listening = screens.onDidPaint(({ id }) => heard.push(id));
  const painted = { id: 'a', cols: 80, rows: 1, lines: [''], styles: null };
  screens.didPaint(painted);
  listening.dispose();
  screens.didPaint(painted);
  assert.deepEqual(heard, ['a']);
});
