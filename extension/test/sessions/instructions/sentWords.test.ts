import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Sent, sentText } from '../../../src/sessions/instructions/sentWords.ts';
import { plain } from '../../../src/shared/plain.ts';
import { t } from '../../sample.ts';

const sent = (name: string, queued = false): Sent => ({ name, queued });
const refused = (name: string): Sent => ({ name, why: plain('It does not run.') });

test('what went is not talked about, what waits is named', () => {
  assert.deepEqual(sentText([sent('a'), sent('b')], t), { message: '', isFine: true });
  assert.equal(sentText([sent('a', true)], t).message, 'The instruction waits until “a” is ready.');
  assert.equal(
    sentText([sent('a', true), sent('b'), sent('c', true)], t).message,
    'The instruction waits until they are ready: a, c.',
  );
});

test('who did not get it is named with the reason, whoever else got it', () => {
  assert.deepEqual(sentText([refused('a')], t), { message: 'It does not run.', isFine: false });
  const some = sentText([refused('a'), sent('b', true), refused('c')], t);
  assert.deepEqual(some, { message: '2 of 3 sessions did not get it: a, c. It does not run.', isFine: false });
});
