/** What a crash, a reboot or a lost list leaves: nothing is forgotten, and one click goes on. */
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from './fixtures.ts';
import { type Server, send, until } from './server.ts';
import { approve, newSession, worktree } from './sessions.ts';

test('all processes are killed, then the list of sessions is lost as well', async ({ workbench, server, repo }) => {
  await workbench.open(server.address, repo);
  await workbench.showBranchline();
  await newSession(workbench, 'Write docs');
  await approve(workbench, /Do you want to make this edit to README\.md\?/, 1);
  await approve(workbench, /Do you want to run this command\?/, 1);
  const row = workbench.row(/write-docs/).first();
  await expect(row).toHaveAccessibleName(/Ready/);
  const folder = await worktree(repo, 'write');
  const readme = path.join(folder, 'README.md');
  const written = await readFile(readme, 'utf8');

  await crash(server);
  const interrupted = workbench.notifications.filter({ hasText: '1 session was interrupted' });
  await expect(interrupted).toBeVisible();
  await expect(row).toHaveAccessibleName(/Paused: interrupted/);
  await workbench.screenshot('recovery-1-interrupted');
  await interrupted.getByRole('button', { name: /^Resume All/ }).click();
  await expect(row).toHaveAccessibleName(/Ready|Waiting for input/);

  await crash(server, async () => {
    const data = path.join(server.branchlineHome, 'data');
    for (const name of ['store.json', 'store.json.previous']) await rm(path.join(data, name));
  });
  const found = workbench.notifications.filter({ hasText: '1 worktree has no session' });
  await expect(found).toBeVisible();
  await expect(workbench.welcome).toBeVisible();
  await workbench.screenshot('recovery-2-list-lost');
  await found.getByRole('button', { name: 'Show' }).click();
  await expect(workbench.quickInput).toContainText('Worktrees Without a Session');
  await workbench.screenshot('recovery-3-without-a-session');
  await workbench.pick(/write-docs/);
  const adopted = workbench.row(/^write-docs/).first();
  await expect(adopted).toHaveAccessibleName(/Paused/);
  expect(await readFile(readme, 'utf8')).toBe(written);
  await workbench.screenshot('recovery-4-adopted');

  // Deleted for good, after two questions.
  await workbench.contextAction(adopted, /^Remove/);
  await workbench.dialog.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(adopted).toBeHidden();
  expect(existsSync(folder)).toBe(false);
  await workbench.runCommand('Branchline: Removed Sessions…');
  const removed = workbench.quickInput.getByRole('option', { name: /write-docs/ });
  await removed.hover();
  await removed.getByRole('button', { name: /^Delete for Good/ }).click();
  await expect(workbench.dialog).toContainText('This cannot be undone');
  await workbench.screenshot('recovery-5-for-good');
  await workbench.dialog.getByRole('button', { name: 'Delete for Good' }).click();
  await expect(workbench.quickInput).toContainText('No session was removed lately.');
  await workbench.leaveQuickInput();
});

/** Every process of Branchline's is killed at once, and `meanwhile` happens before the window starts new ones. */
async function crash(server: Server, meanwhile: () => Promise<void> = async () => {}): Promise<void> {
  const ours = (await server.processes()).filter(({ command }) => command.includes('launch.py'));
  const starters = ours.filter(({ command }) => /launch\.py (stdio|ptyhost)/.test(command)).map(({ pid }) => pid);
  const others = ours.map(({ pid }) => pid).filter((pid) => !starters.includes(pid));
  for (const pid of starters) send(pid, 'SIGSTOP');
  for (const pid of others) send(pid, 'SIGKILL');
  await until('the end of the others', async () => !(await server.processes()).some(({ pid }) => others.includes(pid)));
  await meanwhile();
  for (const pid of starters) send(pid, 'SIGKILL');
}
