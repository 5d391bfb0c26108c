/** What a fresh worktree would lack, in words. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding, SetupKind } from '../../src/protocol/protocol.ts';
import { findingRow, inOrder } from '../../src/sourceControl/setupWords.ts';
import { t } from '../sample.ts';

const finding = (kind: SetupKind, more: Partial<Finding> = {}): Finding => ({
  kind,
  path: 'a',
  detail: '',
  pattern: '',
  ...more,
});

test('each kind has a sentence of its own', () => {
  const kinds: SetupKind[] = ['file', 'dependencies', 'hooks', 'submodule', 'lfs', 'outdated', 'port'];
  const sentences = kinds.map((kind) => findingRow(finding(kind), t).detail as string);
  assert.equal(new Set(sentences).size, kinds.length);
  for (const sentence of sentences) assert.match(sentence, /^[A-Z].*\.$/);
});

test('what is found is shown plain', () => {
  const { label, detail } = findingRow(finding('port', { path: 'a\u202eb', detail: '3000' }), t);
  assert.equal(label, 'a\\u{202e}b');
  assert.equal(detail, 'Port 3000 is fixed here, so that only one session can use it at a time.');
});

test('a copy that would not work is not promised', () => {
  assert.match(findingRow(finding('dependencies', { pattern: '/x/' }), t).detail, /lacks what is installed/);
  assert.match(findingRow(finding('dependencies'), t).detail, /a copy would not work/);
  assert.match(findingRow(finding('lfs', { detail: 'program' }), t).detail, /Install git-lfs/);
});

test('what can be copied comes first', () => {
  const rows = [finding('port'), finding('file', { pattern: '/a' }), finding('hooks')];
  assert.deepEqual(
    inOrder(rows).map(({ kind }) => kind),
    ['file', 'port', 'hooks'],
  );
});
