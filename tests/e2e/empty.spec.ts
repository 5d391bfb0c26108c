/** What the view says when it has nothing to show, for each reason. */
import { mkdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from './fixtures.ts';
import { git } from './server.ts';

test('a sidecar that cannot start, no folder, no repository, no sessions; then the first minute, and off and on', async ({
  workbench,
  server,
  repo,
}) => {
  // It is said, and it is started again by a click.
  const bundle = path.dirname(server.launcher);
  await rename(path.join(bundle, 'branchline'), path.join(bundle, 'gone'));
  await workbench.open(server.address);
  await workbench.showBranchline();
  await expect(workbench.welcome.getByRole('button', { name: /Restart/ })).toBeVisible({ timeout: 60_000 });
  await workbench.screenshot('empty-4-sidecar-stopped');
  await rename(path.join(bundle, 'gone'), path.join(bundle, 'branchline'));
  await workbench.welcome.getByRole('button', { name: /Restart/ }).click();
  await expect(workbench.welcome).toContainText(/folder/i);
  await expect(workbench.welcome.getByRole('button', { name: 'Open Folder' })).toBeVisible();
  await workbench.screenshot('empty-1-no-folder');

  const plain = path.join(server.work, 'plain');
  await mkdir(plain, { recursive: true });
  await workbench.open(server.address, plain);
  await workbench.showBranchline();
  await expect(workbench.welcome).toContainText(/repository/i);
  await workbench.screenshot('empty-2-no-repository');
  await git(plain, 'init', '--quiet');
  await expect(workbench.welcome.getByRole('button', { name: 'New Session' }), 'as soon as there is one').toBeVisible();

  const elsewhere = path.join(server.work, 'by-hand');
  await git(repo, 'worktree', 'add', '--quiet', '-b', 'by-hand', elsewhere);
  await workbench.open(server.address, repo);
  await workbench.showBranchline();
  await expect(workbench.welcome.getByRole('button', { name: 'New Session' })).toBeVisible();
  await workbench.screenshot('empty-3-no-sessions');

  // The first minute: a worktree made elsewhere, the tour, the demo agent.
  await workbench.welcome.getByRole('button', { name: 'Take Up a Worktree' }).click();
  await expect(workbench.quickInput).toContainText('Made without Branchline');
  await workbench.screenshot('first-1-worktrees');
  await workbench.pick(/by-hand/);
  await expect(workbench.row(/by-hand/)).toContainText(/adopted/i);

  await workbench.runCommand('Branchline: Take the Tour');
  const tour = workbench.page.locator('.getting-started-category-description-container, .gettingStartedContainer');
  await expect(tour.first()).toContainText('Two sessions beside each other');
  const picture = workbench.page.frameLocator('.getting-started-media iframe').frameLocator('iframe').locator('svg').first();
  await expect(picture).toBeVisible();
  await workbench.screenshot('first-2-tour');

  await workbench.runCommand('Branchline: Show Agents on This Machine…');
  await expect(workbench.quickInput).toContainText('Found on this machine');
  await workbench.screenshot('first-3-agents');
  await workbench.leaveQuickInput();

  await workbench.runCommand('Branchline: Try the Demo Agent');
  await expect(workbench.row(/greeting/i).first()).toBeVisible();
  await expect(workbench.row(/average/i).first()).toBeVisible();
  await workbench.expectTerminal(/look at the project/);
  await workbench.screenshot('first-4-demo');

  await server.set({ 'branchline.enabled': false });
  const off = workbench.notifications.filter({ hasText: 'Branchline is switched off' });
  await expect(off).toContainText('2 agents run on');
  await expect(workbench.row(/greeting/i)).toHaveCount(0);
  await expect(workbench.statusBar).toHaveCount(0);
  await workbench.screenshot('first-5-off');
  await off.getByRole('button', { name: 'Pause Them' }).click();
  await expect(off).toHaveCount(0);
  await server.set({});
  await workbench.showBranchline();
  await expect(workbench.row(/greeting/i).first()).toContainText(/paused/i);
  await expect(workbench.row(/average/i).first()).toContainText(/paused/i);
  await workbench.screenshot('first-6-on-again');
});
