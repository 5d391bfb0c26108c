import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Head, Stray } from '../../../src/protocol/protocol.ts';
import { headRows, headText, strayRows, strayText } from '../../../src/sessions/rows/placeWords.ts';
import { session, t } from '../../sample.ts';

const HEAD: Head = { branch: 'branchline/fix-login', commit: '0123456789abcdef', commits: 0, moved: null };
const own = (head: Partial<Head>) => session({ branch: 'branchline/fix-login', head: { ...HEAD, ...head } });

test('a row says what is checked out where it is not its branch', () => {
  assert.equal(headText(session({ head: null }), t), '');
  assert.equal(headText(own({}), t), '');
  assert.equal(headText(own({ branch: 'other' }), t), 'on other');
  assert.equal(headText(own({ branch: null }), t), 'HEAD is detached');
});

test('the tooltip says what was done with git', () => {
  assert.deepEqual(headRows(own({}), t), []);
  assert.deepEqual(headRows(own({ commits: 1, moved: 'committed' }), t), [['Own commits', '1 since the base']]);
  assert.deepEqual(headRows(own({ commits: 3, moved: 'rebased' }), t), [['Own commits', '3 since the base, rebased']]);
  assert.deepEqual(headRows(own({ branch: null, moved: 'switched' }), t), [
    ['Checked out', 'no branch, 0123456789'],
    ['Own commits', '0 since the base, checked out'],
  ]);
});

const stray = (fields: Partial<Stray>): Stray => ({ path: '/x', way: 'wrote', session: null, main: false, ...fields });

test('a row says that the agent left its worktree', () => {
  assert.equal(strayText(session(), t), '');
  assert.equal(strayText(session({ strayed: [stray({})] }), t), 'outside its worktree');
  assert.equal(strayText(session({ strayed: [stray({}), stray({ main: true })] }), t), 'in the main checkout');
  assert.equal(strayText(session({ strayed: [stray({ way: 'altered', main: true })] }), t), 'main checkout altered');
});

test('the tooltip says what it touched there', () => {
  const strayed = [stray({ path: '/code/a', main: true }), stray({ path: '/w', way: 'entered', session: 'b' })];
  assert.deepEqual(
    strayRows(session({ strayed }), () => 'fix-logout', t),
    [['Outside its worktree', 'went to /w (worktree of fix-logout), wrote /code/a (main checkout)']],
  );
  assert.deepEqual(
    strayRows(session(), () => undefined, t),
    [],
  );
});
