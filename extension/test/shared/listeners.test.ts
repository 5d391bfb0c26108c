import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Listeners } from '../../src/shared/listeners.ts';

test('one that fails costs the others nothing, and is told of', () => {
  const errors: unknown[] = [];
  const heard: string[] = [];
  const cause = new Error('the cause');
  const listeners = new Listeners<string>((error) => errors.push(error));
  listeners.add((told) => heard.push(`first ${told}`));
  listeners.add(() => {
    throw cause;
  });
  listeners.add((told) => heard.push(`last ${told}`));
  listeners.tell('a');
  assert.deepEqual(heard, ['first a', 'last a']);
  assert.deepEqual(errors, [cause]);
});

test('one that is stopped meanwhile hears nothing more, and one that comes hears the next', () => {
  const heard: string[] = [];
  const listeners = new Listeners<string>();
  listeners.add(() => gone.dispose());
  const gone = listeners.add((told) => heard.push(`gone ${told}`));
  const once = listeners.add(() => {
    once.dispose();
    listeners.add((told) => heard.push(`late ${told}`));
  });
  listeners.tell('a');
  listeners.tell('b');
  assert.deepEqual(heard, ['late b']);
});
