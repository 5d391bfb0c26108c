/** What the sidecar is told of the settings. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nested, type SetAt, setValues } from '../../src/sidecar/setValues.ts';

const KEYS = ['maxSessions', 'autoYes.default', 'autoYes.allow', 'snapshotInclude'].map((key) => `branchline.${key}`);

const told = (set: Record<string, SetAt>) => nested(setValues(KEYS, (key) => set[key]));

test('what is not set is left out: its default is the sidecar’s', () => {
  assert.deepEqual(told({}), {});
  assert.deepEqual(told({ 'branchline.maxSessions': { globalValue: undefined } }), {});
});

test('what is set is told as it is, also when it is nothing much', () => {
  assert.deepEqual(told({ 'branchline.maxSessions': { globalValue: 0 } }), { maxSessions: 0 });
  assert.deepEqual(told({ 'branchline.snapshotInclude': { globalValue: [] } }), { snapshotInclude: [] });
});

test('dots are objects', () => {
  const set = {
    'branchline.autoYes.default': { globalValue: 'safe' },
    'branchline.autoYes.allow': { globalValue: ['Read'] },
  };
  assert.deepEqual(told(set), { autoYes: { default: 'safe', allow: ['Read'] } });
});

test('what is set nearer goes before', () => {
  const everywhere = { globalValue: ['user'], workspaceValue: ['workspace'], workspaceFolderValue: ['folder'] };
  const { globalValue, workspaceValue } = everywhere;
  assert.deepEqual(told({ 'branchline.snapshotInclude': everywhere }), { snapshotInclude: ['folder'] });
  assert.deepEqual(told({ 'branchline.snapshotInclude': { globalValue, workspaceValue } }), {
    snapshotInclude: ['workspace'],
  });
});
