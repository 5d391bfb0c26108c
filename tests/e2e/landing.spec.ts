/** A session's work lands on its parent branch; what is in the way stops it, and leaves everything as it was. */
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from '@playwright/test';
import { roomIsMade } from './disk.ts';
import { expect, git, test } from './fixtures.ts';
import { approve, newSession, worktree } from './sessions.ts';
import type { Workbench } from './workbench.ts';

/** Up to the list of what git will run. */
async function plan(workbench: Workbench, row: Locator, how: string): Promise<void> {
  await workbench.contextAction(row, /^Land Session/);
  await workbench.pick(new RegExp(`^${how}\\b`));
}

async function notice(workbench: Workbench, text: string | RegExp): Promise<Locator> {
  const found = workbench.notifications.filter({ hasText: text });
  await expect(found).toBeVisible({ timeout: 60_000 });
  return found;
}

async function clear(found: Locator): Promise<void> {
  await found.hover();
  await found.getByRole('button', { name: /^Clear Notification/ }).click();
  await expect(found).toBeHidden();
}

test('work is landed, applied and pushed, and whatever is in the way stops it', async ({ workbench, server, repo }) => {
  test.setTimeout(500_000);
  const branch = (await git(repo, 'symbolic-ref', '--short', 'HEAD')).trim();
  await workbench.open(server.address, repo);
  await workbench.showBranchline();
  await newSession(workbench, 'Write docs');
  await approve(workbench, /Do you want to make this edit to README\.md\?/, 1);
  await approve(workbench, /Do you want to run this command\?/, 1);
  const row = workbench.row(/Write docs/);
  await expect(row).toHaveAccessibleName(/Ready/);
  const folder = await worktree(repo, 'write');
  await writeFile(path.join(folder, 'NOTES.md'), 'Notes of the session.\n');

  // Chosen files go into the workspace.
  await workbench.contextAction(row, /^Apply to Workspace/);
  await expect(workbench.quickInput.getByRole('checkbox', { name: /^NOTES\.md, / })).toBeVisible();
  await workbench.quickInput.getByRole('checkbox', { name: 'README.md', exact: true }).click();
  await workbench.screenshot('landing-1-apply');
  await workbench.quickInput.getByRole('button', { name: 'OK' }).click();
  await expect(workbench.quickInput).toContainText('What git will run');
  await workbench.screenshot('landing-2-apply-commands');
  await workbench.pick(/^Apply/);
  await clear(await notice(workbench, 'NOTES.md was applied to'));
  expect(await readFile(path.join(repo, 'NOTES.md'), 'utf8')).toBe('Notes of the session.\n');

  // It is in the way now: nobody's file is overwritten.
  await plan(workbench, row, 'Squash');
  await expect(workbench.quickInput).toContainText('git worktree add');
  await workbench.screenshot('landing-3-plan');
  await workbench.pick(/^Squash and Land/);
  const dirty = await notice(workbench, /with changes of its own in NOTES\.md/);
  await workbench.screenshot('landing-4-dirty');
  await clear(dirty);
  await rm(path.join(repo, 'NOTES.md'));

  // A conflict: nothing is done, and the files are shown beside the branch's.
  await writeFile(path.join(repo, 'README.md'), 'Something else.\n');
  await git(repo, 'commit', '--quiet', '--all', '--message', 'meanwhile');
  await plan(workbench, row, 'Merge');
  await workbench.pick(/^Merge and Land/);
  const conflict = await notice(workbench, /conflicts with .* in README\.md/);
  await workbench.screenshot('landing-5-conflict');
  await conflict.getByRole('button', { name: 'Open Files' }).click();
  await expect(workbench.page.locator('.multiDiffEntry')).toHaveCount(1);
  await expect(workbench.page.locator('.multiDiffEntry')).toContainText('Something');
  await workbench.screenshot('landing-6-conflict-files');
  await git(repo, 'reset', '--quiet', '--hard', 'HEAD^');

  // A hook that says no.
  const hook = path.join(repo, '.git', 'hooks', 'pre-commit');
  await mkdir(path.dirname(hook), { recursive: true });
  await writeFile(hook, '#!/bin/sh\necho "the linter found 2 mistakes" >&2\nexit 1\n');
  await chmod(hook, 0o755);
  await plan(workbench, row, 'Squash');
  await workbench.pick(/^Squash and Land/);
  const refused = await notice(workbench, 'the linter found 2 mistakes');
  await workbench.screenshot('landing-7-hook');
  await clear(refused);
  await rm(hook);

  // With another message it lands.
  const before = await git(repo, 'rev-parse', branch);
  await plan(workbench, row, 'Squash');
  await workbench.pick(/^Commit Message/);
  await expect(workbench.quickInput).toContainText('Commit Message');
  await workbench.answer('Say how the program is used');
  await expect(workbench.quickInput).toContainText('Say how the program is used');
  await workbench.screenshot('landing-8-message');
  await workbench.pick(/^Squash and Land/);
  const landed = await notice(workbench, /was squashed onto/);
  await workbench.screenshot('landing-9-landed');
  expect(await git(repo, 'log', '--format=%s', `${before.trim()}..${branch}`)).toBe('Say how the program is used');
  expect(await git(repo, 'status', '--porcelain')).toBe('');
  expect(await git(folder, 'status', '--porcelain')).toBe('');
  expect(await readFile(path.join(repo, 'NOTES.md'), 'utf8')).toBe('Notes of the session.\n');
  await expect(row).toHaveAccessibleName(new RegExp(`landed on ${branch}`));
  await expect(await workbench.tooltip(row)).toContainText(`squashed onto ${branch}`);
  await workbench.screenshot('landing-10-tooltip');

  // To a remote, and away: what has landed is no loss.
  const remote = `${repo}-remote.git`;
  await git(repo, 'clone', '--quiet', '--bare', '.', remote);
  await git(repo, 'remote', 'add', 'origin', remote);
  await workbench.contextAction(row, /^Push Branch/);
  await expect(workbench.quickInput).toContainText('Push branchline/write-docs to');
  await expect(workbench.quickInput).toBeVisible();
  await workbench.screenshot('landing-11-push');
  await workbench.pick(/^Push/);
  await clear(await notice(workbench, /was pushed to origin/));
  await landed.getByRole('button', { name: 'Remove Session' }).click();
  await expect(workbench.dialog).toContainText('No file and no commit would be lost');
  await workbench.screenshot('landing-12-remove');
  await workbench.dialog.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(row).toBeHidden();
  await (await notice(workbench, /Removed “/)).getByRole('button', { name: 'Undo' }).click();
  await roomIsMade(workbench, server, { repo, row, folder });
});
