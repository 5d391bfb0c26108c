import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Listeners } from '../../src/shared/listeners.ts';

test('each is told until it stops to listen', () => {
  const listeners = new Listeners<number>();
  const heard: string[] = [];
  const first = listeners.add((told) => heard.push(`first ${told}`));
  listeners.add((told) => heard.push(`second ${told}`));
  listeners.tell(1);
  first.dispose();
  listeners.tell(2);
  assert.deepEqual(heard, ['first 1', 'second 1', 'second 2']);
});
