import assert from 'node:assert/strict';
import { test } from 'node:test';
import { quietSettings } from '../../src/sourceControl/quietSettings.ts';

const DEFAULTS: Record<string, unknown> = {
  'git.enabled': true,
  'git.autoRepositoryDetection': true,
  'git.detectWorktrees': false,
  'git.repositoryScanIgnoredFolders': ['node_modules'],
  'search.exclude': { '**/node_modules': true },
  'files.watcherExclude': { '**/.git/objects/**': true },
};
const quiet = (set: Record<string, unknown> = {}, below: string[] = []) =>
  quietSettings({ effective: (key) => ({ ...DEFAULTS, ...set })[key], user: (key) => set[key] }, below);

test('worktrees beside the folder make noise by files that are opened', () => {
  assert.deepEqual(quiet(), [{ key: 'git.autoRepositoryDetection', value: 'subFolders' }]);
  assert.deepEqual(quiet({ 'git.autoRepositoryDetection': 'openEditors' }), [
    { key: 'git.autoRepositoryDetection', value: false },
  ]);
  for (const value of ['subFolders', false]) assert.deepEqual(quiet({ 'git.autoRepositoryDetection': value }), []);
});

test('a VS Code that lists worktrees by itself is told not to', () => {
  const set = { 'git.autoRepositoryDetection': false, 'git.detectWorktrees': true };
  assert.deepEqual(quiet(set), [{ key: 'git.detectWorktrees', value: false }]);
});

test('where git is switched off nothing of it is set', () => {
  assert.deepEqual(quiet({ 'git.enabled': false, 'git.detectWorktrees': true }), []);
});

test('worktrees within the folder are kept out of all that looks there, beside what the user has', () => {
  const own = { 'git.autoRepositoryDetection': false, 'search.exclude': { dist: true } };
  assert.deepEqual(quiet(own, ['code/shop.worktrees']), [
    { key: 'git.repositoryScanIgnoredFolders', value: ['node_modules', 'shop.worktrees'] },
    { key: 'search.exclude', value: { dist: true, 'code/shop.worktrees': true } },
    { key: 'files.watcherExclude', value: { 'code/shop.worktrees/**': true } },
  ]);
});

test('what is so already is not set again', () => {
  const set = {
    'git.autoRepositoryDetection': 'subFolders',
    'git.repositoryScanIgnoredFolders': ['shop.worktrees'],
    'search.exclude': { 'shop.worktrees': true },
    'files.watcherExclude': { 'shop.worktrees/**': false },
  };
  assert.deepEqual(quiet(set, ['shop.worktrees']), [], 'also where the user said no');
});
