import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plain } from '../../src/shared/plain.ts';
import { sessionOfWindow, windowItem } from '../../src/sourceControl/windowWords.ts';
import { session, t } from '../sample.ts';

const one = session({ name: 'fix-login', worktree: '/code/shop.worktrees/fix-login' });

test('a window is a session’s where its folder is in that worktree', () => {
  const of = (...folders: string[]) => sessionOfWindow(folders, [session({ worktree: '' }), one])?.name;
  assert.equal(of('/code/shop.worktrees/fix-login'), 'fix-login');
  assert.equal(of('/other', '/code/shop.worktrees/fix-login/src'), 'fix-login');
  assert.equal(of('/code/shop.worktrees/fix-login-2'), undefined);
  assert.equal(of('/code/shop', '/code/shop.worktrees'), undefined);
  assert.equal(of(), undefined);
});

test('it says whose worktree it shows', () => {
  const item = windowItem(one, plain('Ready'), t);
  assert.equal(item.text, '$(window) fix-login');
  assert.equal(item.spoken, 'Branchline, worktree of fix-login: Ready');
  assert.equal(item.tooltip, 'This window shows the worktree of “fix-login”.\nReady. Click to open its terminal.');
});
