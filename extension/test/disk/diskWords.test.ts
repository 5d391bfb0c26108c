/** What is on the disk, and what may go, in words. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  cacheRow,
  freedText,
  freeText,
  mergedRow,
  removedUseRow,
  sessionUseRow,
  sparesRow,
  totalOfAll,
} from '../../src/disk/diskWords.ts';
import type { Merged, RepositoryUse, SpareState } from '../../src/protocol/protocol.ts';
import { session, t } from '../sample.ts';

const GB = 1024 ** 3;
const NOW = new Date('2026-11-28T10:00:00Z');

function repository(states: (SpareState | null)[], more: Partial<RepositoryUse> = {}): RepositoryUse {
  const spares = states.map((state, index) => ({ path: `/s/${index}`, bytes: GB, state }));
  return { repo: '/w/pro\u202eject', spares, removed: null, free: 5 * GB, total: 100 * GB, ...more };
}

function merged(more: Partial<Merged> = {}, lost: Partial<Merged['losses']> = {}): Merged {
  const losses = {
    files: 0,
    commits: 0,
    ignored: 0,
    missing: [],
    live: false,
    processes: [],
    kept: false,
    ...lost,
  };
  return { id: 'a', onto: 'main', pullRequest: null, whole: true, losses, bytes: GB, ...more };
}

test('a session’s parts are named, and what cannot be told is said', () => {
  const use = { id: 'a', files: GB, caches: 2 * GB, snapshots: 1024, kept: 0 };
  const row = sessionUseRow(use, session({ name: 'o\u202ene' }), t);
  assert.deepEqual(row, {
    label: 'o\\u{202e}ne',
    description: '3.0 GB',
    detail: 'worktree 1.0 GB · caches 2.0 GB · snapshots about 1.0 KB',
  });
  const bare = sessionUseRow({ ...use, files: 0, caches: 0, snapshots: null, kept: 2048 }, session({}), t);
  assert.equal(bare.detail, 'snapshots not known · history 2.0 KB');
});

test('spares of one repository are one row, with what is wrong with them', () => {
  assert.equal(sparesRow(repository([]), t), undefined);
  assert.equal(sparesRow(repository(['ready']), t)?.label, 'Spare worktree of pro\\u{202e}ject');
  const row = sparesRow(repository(['ready', 'ready', 'locked', null]), t);
  assert.equal(row?.label, '4 spare worktrees of pro\\u{202e}ject');
  assert.equal(row?.description, '4.0 GB');
  assert.equal(
    row?.detail,
    'ready for the next session · locked by somebody, so that it is left alone · being prepared',
  );
  const later = 'later' as SpareState;
  assert.equal(sparesRow(repository([later]), t)?.detail, 'later', 'of a newer sidecar');
});

test('what is free is told of each disk once', () => {
  const one = repository([]);
  assert.equal(freeText([one, one], t), '5.0 GB of 100 GB are free. Choose a session to open it.');
  assert.equal(freeText([repository([], { total: 0 })], t), 'Choose a session to open it.');
});

test('all of it is summed up', () => {
  const use = { id: 'a', files: GB, caches: GB, snapshots: null, kept: GB };
  assert.equal(totalOfAll([use, use], [repository(['ready'], { removed: GB })]), 8 * GB);
  assert.equal(removedUseRow(repository([]), t), undefined);
  assert.equal(removedUseRow(repository([], { removed: GB }), t)?.description, '1.0 GB');
});

test('a cache has its place, its session and its age', () => {
  const cache = { id: 'a', path: 'web/node_modules', bytes: GB, usedAt: '2026-11-28T07:00:00Z' };
  assert.deepEqual(cacheRow(cache, 'one', NOW, t), {
    label: 'web/node_modules in “one”',
    description: '1.0 GB',
    detail: 'The session was at work 3 h ago.',
  });
});

test('what stays is said', () => {
  assert.equal(freedText(GB, 0, t), 'Up to 1.0 GB are being freed.');
  assert.match(freedText(GB, 1, t), /1 folder stays because it is in use again\.$/);
  assert.match(freedText(0, 2, t), /2 folders stay: in use again\.$/);
});

test('what goes with a session whose work landed', () => {
  const row = (more: Partial<Merged>, lost: Partial<Merged['losses']> = {}) =>
    mergedRow(merged(more, lost), session({ name: 'one' }), t);
  assert.deepEqual(row({}), { label: 'one', description: 'landed on main · 1.0 GB', detail: 'nothing is lost' });
  assert.equal(row({ onto: '', pullRequest: 7 }).description, 'pull request 7 was merged · 1.0 GB');
  const lost = row({ whole: false }, { files: 2, commits: 1, ignored: 3, live: true }).detail;
  assert.equal(
    lost,
    'has more than what landed · 2 uncommitted files · 1 commit that exists nowhere else · 3 ignored files are lost for good · its agent is still running',
  );
});
