import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Aim, STEADY } from '../../src/prompts/aim.ts';
import { prompt } from '../sample.ts';

test('a click is meant for what the row has shown for a while', () => {
  const aim = new Aim();
  aim.drew('a', prompt(), 0);
  assert.equal(aim.at('a', STEADY)?.id, 'p1');
  assert.equal(aim.at('b', STEADY), undefined);
});

test('a click that meets a button just drawn is meant for nothing', () => {
  const aim = new Aim();
  aim.drew('a', prompt(), 0);
  aim.drew('a', prompt({ id: 'p2' }), 1000);
  assert.equal(aim.at('a', 1100), undefined);
  assert.equal(aim.at('a', 1000 + STEADY)?.id, 'p2');
});

test('the same prompt drawn again is the same prompt', () => {
  const aim = new Aim();
  aim.drew('a', prompt(), 0);
  aim.drew('a', prompt(), STEADY - 1);
  assert.equal(aim.at('a', STEADY)?.id, 'p1');
  aim.drew('a', null, STEADY);
  assert.equal(aim.at('a', STEADY * 9), undefined);
});
