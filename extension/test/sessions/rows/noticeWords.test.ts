import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Notice, NoticeCode } from '../../../src/protocol/protocol.ts';
import { noticeText } from '../../../src/sessions/rows/noticeWords.ts';
import { t } from '../../sample.ts';

function notice(code: NoticeCode, fields: Partial<Notice> = {}): Notice {
  return { code, count: 0, names: [], file: '', kept: '', detail: '', ...fields };
}

test('each notice says what it is about', () => {
  const damaged = notice('STORE_DAMAGED', { file: 'store.json', kept: 'store.json.damaged-1' });
  assert.match(noticeText(damaged, t), /^store\.json could not be read\. It was kept as store\.json\.damaged-1; /);
  assert.match(noticeText(notice('STORE_RESTORED'), t), /the last change may be missing\.$/);
  const unreadable = notice('SESSION_UNREADABLE', { count: 2, file: 'store.json' });
  assert.match(noticeText(unreadable, t), /^2 of the sessions in store\.json could not be read\. /);
});

test('of a persona that cannot be used it is said which, and what is wrong', () => {
  const detail = 'The setting branchline.personas, persona “qa”: “icon” should be the name of an icon.';
  assert.equal(noticeText(notice('BAD_PERSONA', { names: ['qa'], detail }), t), `A persona cannot be used. ${detail}`);
});

test('worktrees without a session are counted, and where to find them is named', () => {
  const text = (count: number) => noticeText(notice('ORPHANED_WORKTREES', { count }), t);
  assert.match(text(1), /^1 worktree has no session\. .*“Worktrees Without a Session…”\.$/);
  assert.match(text(3), /^3 worktrees have no session\. .*“Worktrees Without a Session…”\.$/);
});

test('a disk that is nearly full, and what was deleted for it', () => {
  const low = notice('LOW_DISK', { count: 3 * 1024 ** 3, file: '/w\u202e' });
  assert.equal(noticeText(low, t), 'Only 3.0 GB are free on the disk of /w\\u{202e}.');
  const deleted = notice('CACHES_DELETED', { count: 1024 ** 2, names: ['one', 'two'] });
  assert.equal(noticeText(deleted, t), 'The disk was nearly full: caches of 1.0 MB were deleted in “one”, “two”.');
});

test('sessions whose repositories are not where they were are named, and what to do', () => {
  const text = noticeText(notice('REPOSITORIES_MISSING', { count: 2, names: ['a', 'b'] }), t);
  assert.match(text, /“a”, “b” is not where it was\. .*“Locate Repository…”/);
});

test('sessions whose worktrees are gone are named, a few of them, each on one line', () => {
  const text = (...names: string[]) => noticeText(notice('WORKTREES_MISSING', { count: names.length, names }), t);
  assert.match(text('Fix\nlogin'), /“Fix ⏎ login”/);
  assert.match(text('a', 'b', 'c', 'd', 'e'), /“a”, “b”, “c”, and 2 more\. /);
});
