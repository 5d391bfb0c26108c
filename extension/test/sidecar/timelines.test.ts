import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Timelines } from '../../src/sidecar/timelines.ts';
import { snapshot } from '../sample.ts';

const numbers = (timelines: Timelines, id = 'a') => timelines.of(id).map(({ number }) => number);

function loaded(): Timelines {
  const timelines = new Timelines();
  timelines.load(
    'a',
    [1, 2, 3].map((number) => snapshot({ number })),
  );
  return timelines;
}

test('nothing is known until it was asked for; then the newest comes first', () => {
  const timelines = new Timelines();
  assert.equal(timelines.isComplete('a'), false);
  assert.deepEqual(timelines.loaded(), []);
  assert.deepEqual(numbers(loaded()), [3, 2, 1]);
  assert.equal(loaded().isComplete('a'), true);
  assert.deepEqual(loaded().loaded(), ['a']);
  assert.deepEqual(numbers(loaded(), 'b'), []);
});

test('what is taken, named and thinned out is folded in', () => {
  const timelines = loaded();
  timelines.didChange(snapshot({ number: 4 }));
  timelines.didChange(snapshot({ number: 2, name: 'it works' }));
  timelines.didRemove({ id: 'a', numbers: [1, 3] });
  assert.deepEqual(numbers(timelines), [4, 2]);
  assert.equal(timelines.get('a', 2)?.name, 'it works');
  assert.equal(timelines.get('a', 1), undefined);
});

test('what is told while the list is asked for is newer than the list', () => {
  const timelines = new Timelines();
  timelines.didChange(snapshot({ number: 2, name: 'new' }));
  timelines.didRemove({ id: 'a', numbers: [1] });
  assert.equal(timelines.isComplete('a'), false);
  timelines.load('a', [snapshot({ number: 1 }), snapshot({ number: 2 }), snapshot({ number: 3 })]);
  assert.deepEqual(numbers(timelines), [3, 2]);
  assert.equal(timelines.get('a', 2)?.name, 'new');
});

test('a session that is gone is forgotten, and everything after a new connection', () => {
  const timelines = loaded();
  timelines.load('b', [snapshot({ id: 'b' })]);
  timelines.forget('a');
  assert.equal(timelines.isComplete('a'), false);
  assert.equal(timelines.isComplete('b'), true);
  timelines.clear();
  assert.equal(timelines.isComplete('b'), false);
  assert.deepEqual(numbers(timelines, 'b'), []);
});

test('listeners hear whose timeline altered, until they stop', () => {
  const timelines = loaded();
  const heard: string[] = [];
  const subscription = timelines.onDidChange((id) => heard.push(id));
  timelines.didChange(snapshot({ id: 'b' }));
  timelines.didRemove({ id: 'a', numbers: [1] });
  timelines.forget('b');
  subscription.dispose();
  timelines.clear();
  assert.deepEqual(heard, ['b', 'a', 'b']);
});
