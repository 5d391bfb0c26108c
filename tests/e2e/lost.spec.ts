/** What was moved or cut off beside Branchline is said, with the ways out, and each of them leads somewhere. */
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, git, test } from './fixtures.ts';
import { newSession, worktree } from './sessions.ts';
import type { Workbench } from './workbench.ts';

const SCRIPT = 'scripts/old_report.py';

test('a repository that was moved is located; a worktree that lost its link is dropped, mended, kept', async ({
  workbench,
  server,
  sample,
  workspace,
}) => {
  const [weather, notes] = [await sample('weather'), await sample('notes')];
  await workbench.open(server.address, await workspace([weather, notes]));
  await workbench.showBranchline();
  await newSession(workbench, 'Write docs', 'notes');
  const docs = workbench.row(/^Write docs/).first();
  await expect(docs).toContainText('Waiting');
  await workbench.contextAction(docs, 'Stop');
  await expect(docs).toHaveAccessibleName(/Paused: stopped/);
  await newSession(workbench, 'Delete the old script', 'weather');
  const script = workbench.row(/^Delete the old/).first();
  await expect(script).toContainText(`Waiting: Run rm ${SCRIPT}`);

  // Who wants to go on is asked where the repository is now. Another one is refused.
  const moved = path.join(server.home, 'work', 'elsewhere', 'notes');
  await mkdir(path.dirname(moved));
  await rename(notes, moved);
  await workbench.inlineAction(docs, /^Resume/);
  await expect(workbench.dialog).toContainText('The repository of “Write docs” was not found.');
  await expect(workbench.dialog.getByRole('button', { name: 'Take off the List' })).toBeVisible();
  await workbench.screenshot('lost-1-not-found');
  await workbench.dialog.getByRole('button', { name: 'Locate Repository…' }).click();
  await chooseFolder(workbench, weather);
  const refused = workbench.complaints.filter({ hasText: 'but not in that of “Write docs”' });
  await expect(refused).toBeVisible();
  await workbench.screenshot('lost-2-another');
  await workbench.runCommand('Notifications: Clear All Notifications');
  await workbench.contextAction(docs, 'Locate Repository…');
  await workbench.screenshot('lost-3-where');
  await chooseFolder(workbench, moved);
  await expect(workbench.row(/^Repository notes/)).toContainText(path.dirname(moved));
  const dropped = await worktree(moved, 'write');
  expect(await git(dropped, 'rev-parse', '--path-format=absolute', '--git-common-dir')).toBe(path.join(moved, '.git'));

  // Where a `.git` of another repository stands in the link's place, the session is dropped, and its files stay.
  await replaceLink(dropped);
  await workbench.inlineAction(docs, /^Remove/);
  const unlinked = workbench.notifications.filter({ hasText: 'does not belong to the session' });
  await expect(unlinked).toContainText('leads to another repository');
  await workbench.screenshot('lost-4-replaced');
  await unlinked.getByRole('button', { name: 'Drop Session' }).click();
  await expect(docs).toBeHidden();
  const off = workbench.notifications.filter({ hasText: 'is off the list' });
  await expect(off).toContainText(dropped);
  await workbench.screenshot('lost-5-dropped');
  expect(existsSync(path.join(dropped, 'README.md'))).toBe(true);
  await off.getByRole('button', { name: 'Removed Sessions…' }).click();
  await expect(workbench.quickInput.getByRole('option', { name: /^Write docs/ })).toBeVisible();
  await workbench.page.keyboard.press('Escape');

  // The link is mended even while the agent runs; whatever else needs it stopped.
  const folder = await worktree(weather, 'delete');
  await rm(path.join(folder, '.git'));
  await workbench.contextAction(script, /^Remove/);
  await expect(unlinked).toContainText('its .git file is gone');
  await expect(unlinked).toContainText('stop it before you keep or drop anything');
  await workbench.screenshot('lost-6-runs');
  await unlinked.getByRole('button', { name: 'Mend Link' }).click();
  await expect(workbench.notifications.filter({ hasText: 'are linked again' })).toBeVisible();
  expect(await git(folder, 'status', '--porcelain')).toBe('');

  // The files are kept in a snapshot, and the session goes on elsewhere.
  await writeFile(path.join(folder, 'kept.txt'), 'kept\n');
  await replaceLink(folder);
  await workbench.contextAction(script, /^Remove/);
  await unlinked.getByRole('button', { name: 'Stop Agent' }).click();
  await expect(script).toHaveAccessibleName(/Paused: stopped/);
  await workbench.inlineAction(script, /^Resume/);
  await unlinked.getByRole('button', { name: 'Keep as Snapshot' }).click();
  await expect(script).toContainText('worktree freed');
  const kept = workbench.notifications.filter({ hasText: 'are in a snapshot' });
  await expect(kept).toContainText(folder);
  await workbench.screenshot('lost-7-kept');
  await kept.getByRole('button', { name: 'Resume' }).click();
  await expect(script).toHaveAccessibleName(/Waiting for input|Ready/);
  const next = await worktree(weather, 'delete');
  expect(next).not.toBe(folder);
  expect(existsSync(path.join(next, 'kept.txt'))).toBe(true);
});

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
