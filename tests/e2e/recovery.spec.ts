/** What a crash, a reboot or a lost list leaves: nothing is forgotten, and one click goes on. */
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from './fixtures.ts';
import { type Server, signal, until } from './server.ts';
import { approve, newSession, worktree } from './sessions.ts';
import type { Workbench } from './workbench.ts';

test('all processes are killed, the list of sessions is lost as well; then one process after the other', async ({ workbench, server, repo }) => {
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

  await oneAfterTheOther(workbench, server);
});

/** The sidecar, the relay and the terminal host are killed. */
async function oneAfterTheOther(workbench: Workbench, server: Server): Promise<void> {
  await newSession(workbench, 'Write docs');
  await workbench.expectTerminal(/Do you want to make this edit to README\.md\?/);
  const row = workbench.row(/docs/i).first();

  // A new sidecar takes over, the agents run on.
  const agents = await server.pids('demo-agent');
  const [sidecar] = await server.pids('serve');
  signal(sidecar as number, 'SIGKILL');
  await until('a new sidecar', async () => (await server.pids('serve')).some((pid) => pid !== sidecar));
  await expect(row).toBeVisible();
  expect(await server.pids('demo-agent')).toEqual(agents);
  await expect(workbench.dialog).toBeHidden();
  await workbench.screenshot('survive-4-sidecar-killed');
  await workbench.typeIntoTerminal('1');
  await workbench.expectTerminal(/Do you want to run this command\?/);
  await workbench.screenshot('survive-5-goes-on');

  // The window connects again.
  const relays = await server.pids('stdio');
  for (const pid of relays) signal(pid, 'SIGKILL');
  await until('a new relay', async () => (await server.pids('stdio')).some((pid) => !relays.includes(pid)));
  await newSession(workbench, 'Add tests for nothing');
  await expect(workbench.row(/add-tests/).first()).toBeVisible();
  await workbench.screenshot('survive-6-relay-killed');

  // Sessions say so, and go on when they are resumed.
  const hosts = await server.pids('ptyhost');
  expect(hosts).toHaveLength(1);
  for (const pid of hosts) signal(pid, 'SIGKILL');
  await expect(row).toHaveAccessibleName(/Paused: interrupted/);
  await workbench.screenshot('survive-7-host-killed');
  await workbench.runCommand('Branchline: Resume All Interrupted Sessions');
  await expect(row).toHaveAccessibleName(/Waiting for input|Ready/);
  await expect(workbench.notifications.filter({ hasText: 'cannot go on with its conversation' }).first()).toBeVisible();
  await workbench.screenshot('survive-8-resumed');
}

/** Every process of Branchline's is killed at once, and `meanwhile` happens before the window starts new ones. */
async function crash(server: Server, meanwhile: () => Promise<void> = async () => {}): Promise<void> {
  const ours = (await server.processes()).filter(({ command }) => command.includes('launch.py'));
  const starters = ours.filter(({ command }) => /launch\.py (stdio|ptyhost)/.test(command)).map(({ pid }) => pid);
  const others = ours.map(({ pid }) => pid).filter((pid) => !starters.includes(pid));
  for (const pid of starters) signal(pid, 'SIGSTOP');
  for (const pid of others) signal(pid, 'SIGKILL');
  await until('the end of the others', async () => !(await server.processes()).some(({ pid }) => others.includes(pid)));
  await meanwhile();
  for (const pid of starters) signal(pid, 'SIGKILL');
}
