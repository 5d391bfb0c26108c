/** What the view says when it has nothing to show, for each reason. */
import { mkdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from './fixtures.ts';
import { git } from './server.ts';

test('no folder, a folder without a repository, a repository without sessions', async ({ workbench, server, repo }) => {
  await workbench.open(server.address);
  await workbench.showBranchline();
  await expect(workbench.welcome).toContainText(/folder/i);
  await expect(workbench.welcome.getByRole('button', { name: 'Open Folder' })).toBeVisible();
  await workbench.screenshot('empty-1-no-folder');

  const plain = path.join(server.home, 'work', 'plain');
  await mkdir(plain, { recursive: true });
  await workbench.open(server.address, plain);
  await workbench.showBranchline();
  await expect(workbench.welcome).toContainText(/repository/i);
  await workbench.screenshot('empty-2-no-repository');
  await git(plain, 'init', '--quiet');
  await expect(workbench.welcome.getByRole('button', { name: 'New Session' }), 'as soon as there is one').toBeVisible();

  await workbench.open(server.address, repo);
  await workbench.showBranchline();
  await expect(workbench.welcome.getByRole('button', { name: 'New Session' })).toBeVisible();
  await workbench.screenshot('empty-3-no-sessions');
});

test('a sidecar that cannot start is said, and started again by a click', async ({ workbench, server, repo }) => {
  const bundle = path.dirname(server.launcher);
  await rename(path.join(bundle, 'branchline'), path.join(bundle, 'gone'));
  await workbench.open(server.address, repo);
  await workbench.showBranchline();
  await expect(workbench.welcome.getByRole('button', { name: /Restart/ })).toBeVisible({ timeout: 60_000 });
  await workbench.screenshot('empty-4-sidecar-stopped');
  await rename(path.join(bundle, 'gone'), path.join(bundle, 'branchline'));
  await workbench.welcome.getByRole('button', { name: /Restart/ }).click();
  await expect(workbench.welcome.getByRole('button', { name: 'New Session' })).toBeVisible();
});
