import assert from 'node:assert/strict';
import { test } from 'node:test';
import { preselected } from '../../src/shared/preselected.ts';

const allow = { value: 'allow', widens: true };
const keep = { value: 'keep' };
const show = { value: 'show' };
const line = {};

test('Enter takes what is offered, else the first row that can be chosen', () => {
  assert.equal(preselected([line, keep, show]), keep);
  assert.equal(
    preselected([line, keep, show], (each) => each === 'show'),
    show,
  );
  assert.equal(
    preselected([line, keep, show], () => false),
    keep,
  );
});

test('what lets more pass is never what Enter does without a choice', () => {
  assert.equal(preselected([allow, keep]), keep);
  assert.equal(
    preselected([allow, keep], (each) => each === 'allow'),
    keep,
  );
  assert.equal(preselected([allow, line]), undefined);
});
