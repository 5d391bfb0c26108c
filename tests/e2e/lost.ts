/** What was moved or cut off beside Branchline is said, with the ways out, and each of them leads somewhere. */
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, type Locator } from '@playwright/test';
import { git } from './server.ts';
import { worktree } from './sessions.ts';
import type { Workbench } from './workbench.ts';

/** The repository of a stopped session is moved; gives where it is then. `other` is another repository. */
export async function moveAndLocate(workbench: Workbench, row: Locator, repo: string, other: string): Promise<string> {
  // Who wants to go on is asked where the repository is now. Another one is refused.
  const moved = path.join(path.dirname(repo), 'elsewhere', path.basename(repo));
  await mkdir(path.dirname(moved));
  await rename(repo, moved);
  await workbench.inlineAction(row, /^Resume/);
  await expect(workbench.dialog).toContainText('was not found.');
  await expect(workbench.dialog.getByRole('button', { name: 'Take off the List' })).toBeVisible();
  await workbench.screenshot('lost-1-not-found');
  await workbench.dialog.getByRole('button', { name: 'Locate Repository…' }).click();
  await chooseFolder(workbench, other);
  const refused = workbench.complaints.filter({ hasText: 'is in a repository, but not in that of' });
  await expect(refused).toBeVisible();
  await workbench.screenshot('lost-2-another');
  await refused.hover();
  await refused.getByRole('button', { name: /^Clear Notification/ }).click();
  await workbench.contextAction(row, 'Locate Repository…');
  await workbench.screenshot('lost-3-where');
  await chooseFolder(workbench, moved);
  await expect(workbench.row(`Repository ${path.basename(repo)}`)).toContainText(path.dirname(moved));
  return moved;
}

/** A `.git` of another repository stands in the link's place: the stopped session is dropped, and its files stay. */
export async function drop(workbench: Workbench, row: Locator, folder: string): Promise<void> {
  await replaceLink(folder);
  await workbench.inlineAction(row, /^Remove/);
  const unlinked = unlinkedNotice(workbench);
  await expect(unlinked).toContainText('leads to another repository');
  await workbench.screenshot('lost-4-replaced');
  await unlinked.getByRole('button', { name: 'Drop Session' }).click();
  await expect(row).toBeHidden();
  const off = workbench.notifications.filter({ hasText: 'is off the list' });
  await expect(off).toContainText(folder);
  await workbench.screenshot('lost-5-dropped');
  expect(existsSync(path.join(folder, 'README.md'))).toBe(true);
  await off.getByRole('button', { name: 'Removed Sessions…' }).click();
  await expect(workbench.quickInput.getByRole('option', { name: path.basename(folder) })).toBeVisible();
  await workbench.leaveQuickInput();
}

/** The link of a session that runs is mended; once it is stopped its files are kept, and it goes on elsewhere. */
export async function mendAndKeep(workbench: Workbench, row: Locator, folder: string, repo: string): Promise<void> {
  const unlinked = unlinkedNotice(workbench);
  // The link is mended even while the agent runs; whatever else needs it stopped.
  await rm(path.join(folder, '.git'));
  await workbench.contextAction(row, /^Remove/);
  await expect(unlinked).toContainText('its .git file is gone');
  await expect(unlinked).toContainText('stop it before you keep or drop anything');
  await workbench.screenshot('lost-6-runs');
  await unlinked.getByRole('button', { name: 'Mend Link' }).click();
  await expect(workbench.notifications.filter({ hasText: 'are linked again' })).toBeVisible();
  expect(await git(folder, 'status', '--porcelain')).toBe('');

  // The files are kept in a snapshot, and the session goes on elsewhere.
  await writeFile(path.join(folder, 'kept.txt'), 'kept\n');
  await replaceLink(folder);
  await workbench.contextAction(row, /^Remove/);
  await unlinked.getByRole('button', { name: 'Stop Agent' }).click();
  await expect(row).toHaveAccessibleName(/Paused: stopped/);
  await workbench.inlineAction(row, /^Resume/);
  await unlinked.getByRole('button', { name: 'Keep as Snapshot' }).click();
  await expect(row).toContainText('worktree freed');
  const kept = workbench.notifications.filter({ hasText: 'are in a snapshot' });
  await expect(kept).toContainText(folder);
  await workbench.screenshot('lost-7-kept');
  await kept.getByRole('button', { name: 'Resume' }).click();
  await expect(row).toHaveAccessibleName(/Waiting for input|Ready/);
  const next = await worktree(repo, path.basename(folder));
  expect(next).not.toBe(folder);
  expect(existsSync(path.join(next, 'kept.txt'))).toBe(true);
}

function unlinkedNotice({ notifications }: Workbench): Locator {
  return notifications.filter({ hasText: 'does not belong to the session' });
}

/** A `.git` of another repository stands where the link was. */
async function replaceLink(folder: string): Promise<void> {
  await rm(path.join(folder, '.git'));
  await git(folder, 'init', '--quiet');
}

/** In VS Code's own dialog, which looks at the folder first and takes no answer meanwhile. */
async function chooseFolder({ quickInput }: Workbench, folder: string): Promise<void> {
  await expect(async () => {
    await quickInput.locator('input').fill(`${folder}/`);
    await expect(quickInput.getByRole('option', { name: '.git' })).toBeVisible({ timeout: 2_000 });
    await quickInput.getByRole('button', { name: 'It Is Here' }).click({ timeout: 2_000 });
    await expect(quickInput).toBeHidden({ timeout: 2_000 });
  }).toPass({ timeout: 30_000 });
}
