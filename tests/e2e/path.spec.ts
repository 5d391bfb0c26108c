/** The whole path once: from a click in the side bar to an agent's changes in the diff editor; then another, hostile. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, git, test } from './fixtures.ts';
import { titlesAreTexts } from './hostile.ts';
import { approve, fileRow, newSession, worktrees } from './sessions.ts';

test('one session, from New Session… to Remove; one with a title that was made to deceive', async ({ workbench, server, repo }) => {
  const { page } = workbench;
  await workbench.open(server.address, repo);
  await workbench.showBranchline();

  await newSession(workbench, 'Add a greeting feature');
  const row = workbench.row(/greeting/i).first();
  await expect(row).toBeVisible();
  await workbench.screenshot('path-1-row-at-once');

  // Its terminal comes by itself, as an editor tab, and takes typing: it has the focus, though it is the window's first.
  await expect(page.locator('.terminal-wrapper.active .xterm')).toHaveClass(/focus/);
  await approve(workbench, /Do you want to create src\/tally\/greeting_feature\.py\?/, 1);
  await workbench.screenshot('path-2-terminal');
  await approve(workbench, /Do you want to create tests\/test_greeting_feature\.py\?/, 2);
  await approve(workbench, /Do you want to run this command\?/, 1);
  await workbench.expectTerminal(/Done: /);

  await expect(row).toHaveAccessibleName(/Ready/);
  await expect(row).toHaveAccessibleName(/Demo agent/i);
  await expect(row).toHaveAccessibleName(/branchline\//);
  await expect(row).toHaveAccessibleName(/\b\d+ (lines? )?added/i);
  await expect(workbench.statusBar).toContainText('1');
  await workbench.screenshot('path-3-ready');

  // Type the next instruction: a deletion.
  await workbench.typeIntoTerminal('delete the old script');
  await workbench.expectTerminal(/> delete the old script/);
  await page.keyboard.press('Enter');
  await approve(workbench, /rm scripts\/old_report\.py/, 1);
  await approve(workbench, /Run a command: see what changed/, 1);
  await workbench.expectTerminal(/is gone/);

  // The changed files, with git's letters.
  await workbench.expand(row);
  const created = fileRow(workbench, 'greeting_feature.py');
  const changed = fileRow(workbench, 'README.md');
  const deleted = fileRow(workbench, 'old_report.py');
  await expect(created).toBeVisible();
  await expect(changed).toBeVisible();
  await expect(deleted).toBeVisible();
  await expect.poll(() => workbench.badge(created)).toMatch(/^[AU]$/);
  await expect.poll(() => workbench.badge(changed)).toBe('M');
  await expect.poll(() => workbench.badge(deleted)).toBe('D');
  await workbench.screenshot('path-4-files');

  // A click opens the diff editor; its right side is the real file of the worktree.
  await changed.click();
  const right = page.locator('.monaco-diff-editor .editor.modified');
  await expect(right.locator('.view-lines')).toContainText('greeting');
  await right.locator('.view-line').first().click();
  await page.keyboard.press('Home');
  await page.keyboard.type('Edited by hand. ');
  await page.keyboard.press('Control+s');
  const [worktree] = (await worktrees(repo)).filter((folder) => folder !== repo);
  expect(worktree).toBeDefined();
  await expect
    .poll(() => readFile(path.join(worktree as string, 'README.md'), 'utf8'))
    .toMatch(/^Edited by hand\. /);
  expect(await readFile(path.join(repo, 'README.md'), 'utf8')).not.toContain('Edited by hand');
  await workbench.screenshot('path-5-diff-edited');

  // All changes in one editor: modified, deleted, untracked.
  await workbench.contextAction(row, /^Open Changes$/);
  await expect(page.locator('.multiDiffEntry')).toHaveCount(4);
  await workbench.screenshot('path-6-multi-diff');

  await workbench.contextAction(row, 'Stop');
  await expect(row).not.toHaveAccessibleName(/Running|Ready|Loading/);
  expect(await server.pids('demo-agent')).toEqual([]);
  await workbench.screenshot('path-7-stopped');

  await workbench.contextAction(row, /^Remove/);
  await expect(workbench.dialog).toContainText(/4 .*files?/);
  await workbench.screenshot('path-8-remove-asks');
  await workbench.dialog.getByRole('button', { name: /Remove/ }).first().click();
  await expect(row).toBeHidden();
  expect(await worktrees(repo)).toEqual([repo]);
  expect(await git(repo, 'status', '--porcelain')).toBe('');
  await workbench.screenshot('path-9-removed');

  await titlesAreTexts(workbench);
});
