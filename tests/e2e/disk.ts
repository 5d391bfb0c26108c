/** The disk: what sessions take, caches that go, one that has landed and goes; and one notice when it is nearly full. */
import { appendFile, mkdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, type Locator } from '@playwright/test';
import type { Server } from './server.ts';
import type { Workbench } from './workbench.ts';

const MEGABYTE = 1024 * 1024;

/** Of a session that has landed, and is paused. It is gone at the end. */
export async function roomIsMade(
  workbench: Workbench,
  server: Server,
  { repo, row, folder }: { repo: string; row: Locator; folder: string },
): Promise<void> {
  const there = (name: string) => stat(path.join(folder, name)).then(
    () => true,
    () => false,
  );
  await expect(row).toHaveAccessibleName(/Paused/);
  await expect.poll(() => there('README.md'), { timeout: 60_000 }).toBe(true);
  await mkdir(path.join(repo, '.git', 'info'), { recursive: true });
  await appendFile(path.join(repo, '.git', 'info', 'exclude'), 'node_modules\n__pycache__\n');
  for (const [name, size] of [['node_modules', 9 * MEGABYTE], ['__pycache__', 2 * MEGABYTE]] as const) {
    await mkdir(path.join(folder, name));
    await writeFile(path.join(folder, name, 'data'), Buffer.alloc(size, 'x'));
  }
  // The disk has never as much free as that.
  await server.set({ 'branchline.lowDiskGigabytes': 1000 });
  await workbench.runCommand('Branchline: Show Disk Use');
  await expect(workbench.quickInput).toContainText('Disk Use:', { timeout: 60_000 });
  await expect(workbench.quickInput).toContainText(/caches 11\.\d MB/);
  await workbench.screenshot('disk-1-use');
  await workbench.leaveQuickInput();
  const low = await notified(workbench, /are free on the disk of/);
  await workbench.screenshot('disk-2-nearly-full');
  await low.getByRole('button', { name: 'Free Space…' }).click();

  // One of them stays.
  await expect(workbench.quickInput).toContainText(/Free Space: 11\.\d MB at Most/, { timeout: 60_000 });
  await workbench.quickInput.getByRole('checkbox', { name: /^__pycache__ .*”$/ }).click();
  await workbench.screenshot('disk-3-free-space');
  await workbench.quickInput.getByRole('button', { name: 'OK' }).click();
  await notified(workbench, /Up to 9\.\d MB are being freed/);
  expect([await there('node_modules'), await there('__pycache__')]).toEqual([false, true]);
  await server.set({});

  await workbench.runCommand('Branchline: Clean Up Merged Sessions…');
  await expect(workbench.quickInput).toContainText(/landed on/, { timeout: 60_000 });
  await workbench.screenshot('disk-4-merged');
  await workbench.quickInput.getByRole('button', { name: 'OK' }).click();
  await expect(row).toBeHidden();
  await notified(workbench, /Removed “/);
}

/** The one notification that says so, in VS Code's list of them: as a toast it may be away already. */
async function notified(workbench: Workbench, text: RegExp): Promise<Locator> {
  await workbench.runCommand('Notifications: Show Notifications');
  const found = workbench.page.locator('.notifications-center .notification-list-item').filter({ hasText: text });
  await expect(found).toHaveCount(1);
  return found;
}
