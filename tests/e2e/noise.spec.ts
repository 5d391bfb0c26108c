/** Worktrees and VS Code's own views: the offer to keep them apart, what it sets and what not, a worktree's own window. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Asking } from './asking.ts';
import { expect, git, test } from './fixtures.ts';
import { fileRow } from './sessions.ts';
import { until } from './server.ts';

const MANY = 5_000;

test.use({ settings: { 'git.autoRepositoryDetection': true, 'scm.defaultViewMode': 'tree' }, actionTimeout: 60_000 });

test('worktrees are kept out of Source Control once the user says so, and a window of one says whose it is', async ({
  workbench,
  server,
  repo,
}) => {
  test.setTimeout(600_000);
  const { page } = workbench;
  // The folder around the repository, in which its worktrees are too.
  await workbench.open(server.address, path.dirname(repo));
  await workbench.showBranchline();
  await expect(workbench.welcome).toContainText(/session/i);
  const asking = new Asking(server);
  const made = await asking.ask<{ id: string }>('session/create', { repo, agent: 'demo', name: 'greeting' });
  const record = async () =>
    (await asking.ask<{ sessions: { id: string; status: string; worktree: string }[] }>('session/list', {})).sessions.find(
      ({ id }) => id === made.id,
    );
  await until('ready', async () => (await record())?.status === 'ready');
  const worktree = (await record())?.worktree ?? '';
  await writeFile(path.join(worktree, 'README.md'), 'Changed in the worktree.\n');
  await mkdir(path.join(worktree, 'notes', 'deep'), { recursive: true });
  await writeFile(path.join(worktree, 'notes', 'deep', 'new.txt'), 'A new file.\n');
  await writeFile(path.join(worktree, 'notes', 'large.txt'), 'x'.repeat(99).concat('\n').repeat(60_000));
  await asking.ask('session/changes', { id: made.id });

  await workbench.expand(workbench.row(/^greeting/).first());
  await fileRow(workbench, 'README.md').click();
  const offer = workbench.notifications.filter({ hasText: 'out of Source Control' });
  await expect(offer).toContainText('git.autoRepositoryDetection');
  await expect(offer).toContainText('search.exclude');
  await workbench.screenshot('noise-1-offer');
  await offer.getByRole('button', { name: 'Change Settings' }).click();
  const file = path.join(server.home, 'editor', 'data', 'User', 'settings.json');
  const settings = async () => JSON.parse(await readFile(file, 'utf8'));
  // The last one that is set.
  const watched = async () => (await settings())['files.watcherExclude'];
  await expect.poll(watched, { timeout: 120_000 }).toBeDefined();
  expect((await settings())['git.autoRepositoryDetection']).toBe('subFolders');
  const folder = path.relative(path.dirname(repo), path.dirname(worktree));
  expect((await settings())['search.exclude']).toEqual({ [folder]: true });
  expect((await settings())['files.watcherExclude']).toEqual({ [`${folder}/**`]: true });
  expect((await settings())['git.repositoryScanIgnoredFolders']).toContain(folder);
  expect(await git(repo, 'status', '--porcelain')).toBe('');
  expect(existsSync(path.join(repo, '.vscode'))).toBe(false);

  // From now on no worktree is a repository of the window, and none is found by name.
  await workbench.reload();
  await workbench.showBranchline();
  await workbench.expand(workbench.row(/^greeting/).first());
  await fileRow(workbench, 'README.md').click();
  await expect(page.locator('.monaco-diff-editor .editor.modified .view-lines')).toContainText('Changed in the');
  await workbench.runCommand('Branchline: Keep Worktrees Out of Source Control…');
  await expect(workbench.notifications.filter({ hasText: 'already' })).toBeVisible();
  await workbench.runCommand('Source Control: Focus on Changes View');
  await expect(page.locator('.sidebar')).toContainText('Publish Branch');
  await expect(page.locator('.sidebar .scm-provider')).toHaveCount(0);
  await expect(page.locator('.sidebar')).not.toContainText('greeting');
  await workbench.screenshot('noise-2-quiet');

  // Its files as folders, as Source Control shows them; from one to the next by keys; a large one is not compared.
  await workbench.showBranchline();
  await expect(workbench.row('notes').first()).toBeVisible();
  await fileRow(workbench, 'README.md').click();
  await page.keyboard.press('Control+Alt+h');
  await page.keyboard.press('f');
  await expect(page.locator('.monaco-diff-editor .editor.modified .view-lines')).toContainText('A new file.');
  await workbench.screenshot('noise-3-folders');
  await page.keyboard.press('Control+Alt+h');
  await page.keyboard.press('f');
  await expect(workbench.notifications.filter({ hasText: 'larger than 5 MB' })).toBeVisible();
  await workbench.runCommand('Branchline: Open Changes');
  await expect(page.locator('.multiDiffEntry').filter({ hasText: 'large.txt' })).toContainText('larger than 5 MB');
  await workbench.screenshot('noise-4-all');

  // Thousands of files: some rows at once, the others where the user wants them, and a word where not all are compared.
  await mkdir(path.join(worktree, 'many'));
  for (let number = 0; number < MANY; number++)
    await writeFile(path.join(worktree, 'many', `f${String(number).padStart(4, '0')}.txt`), `${number}\n`);
  await asking.ask('session/changes', { id: made.id });
  await workbench.showBranchline();
  const many = workbench.row('many').first();
  await expect(many).toHaveAttribute('aria-expanded', 'false');
  await expect(workbench.row(/^greeting/).first()).toHaveAccessibleName(/5,?00\d/);
  await many.click();
  await expect(fileRow(workbench, 'f0000.txt')).toBeVisible();
  await workbench.screenshot('noise-5-many');
  await page.keyboard.press('End');
  const more = workbench.row(/^501–1000 of 5000 files/);
  await expect(async () => {
    await page.keyboard.press('ArrowUp');
    await expect(more).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await more.click();
  await expect(fileRow(workbench, 'f0500.txt')).toBeVisible();
  await workbench.screenshot('noise-6-more');
  await fileRow(workbench, 'f0501.txt').click();
  await expect(page.locator('.monaco-diff-editor .editor.modified .view-lines').first()).toContainText('501');
  await workbench.runCommand('Branchline: Open Changes');
  await expect(workbench.notifications.filter({ hasText: 'the first 200 are shown' })).toBeVisible();
  await expect(page.locator('.multiDiffEntry').filter({ hasText: 'f0000.txt' })).toBeVisible();
  await workbench.screenshot('noise-7-many');
  await workbench.runCommand('View: Close All Editors');
  await expect(page.locator('.multiDiffEntry')).toHaveCount(0);

  // The worktree as a window's folder.
  await workbench.open(server.address, worktree);
  await expect(workbench.statusBar.getByRole('button', { name: /worktree of greeting/ })).toBeVisible();
  await workbench.screenshot('noise-8-window');
  await workbench.statusBar.getByRole('button', { name: /worktree of greeting/ }).click();
  await workbench.expectTerminal(/\S/);
  await asking.end();
});
