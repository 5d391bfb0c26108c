import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KeptTooltips } from '../../src/shared/tooltips.ts';

test('a row is drawn anew once for a tooltip that was shown, but not while it may still be read', () => {
  const kept = new KeptTooltips();
  kept.given('a');
  assert.deepEqual(kept.outdated(), []);
  kept.given('b');
  assert.deepEqual(kept.outdated(), ['a']);
  assert.deepEqual(kept.outdated(), ['b']);
  assert.deepEqual(kept.outdated(), [], 'nothing is drawn for nobody');
});
