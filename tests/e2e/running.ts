/** What is run in a session's worktree: its port on the row, its page in VS Code's browser, its end. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, type Locator } from '@playwright/test';
import type { Workbench } from './workbench.ts';

const SERVER = 'exec python3 -u -m http.server --bind 127.0.0.1 "$BRANCHLINE_PORT"\n';
const PORT = /port \d+|:\d{5}\b/;

/** The repository's own command, which is to be approved before it runs. */
export async function runAndPreview(workbench: Workbench, row: Locator, worktree: string): Promise<void> {
  const { page, notifications } = workbench;
  await mkdir(path.join(worktree, '.branchline'), { recursive: true });
  await writeFile(path.join(worktree, '.branchline', 'run'), SERVER);
  await writeFile(path.join(worktree, 'index.html'), '<h1>Sunny in this worktree</h1>\n');
  await workbench.contextAction(row, 'Run in This Worktree');
  const approve = notifications.getByRole('button', { name: 'Approve and Run' });
  await expect(approve).toBeVisible();
  // Beside the terminal that is in front.
  await expect(page.locator('.editor-instance .view-lines').last()).toContainText('http.server');
  await workbench.screenshot('run-1-approve');
  await approve.click();
  await expect(row).toContainText(PORT);
  await expect(row).toHaveAccessibleName(/its run listens on port \d+/);
  await expect(page.locator('.part.panel')).toContainText(/Run: /);
  await expect(page.locator('.part.panel .xterm-rows')).toContainText(/Serving HTTP on 127\.0\.0\.1 port/);
  await workbench.widenSideBar(560);
  await workbench.screenshot('run-2-listens');

  await workbench.contextAction(row, 'Open Preview');
  await expect(page.getByRole('tab', { name: /Simple Browser/ })).toBeVisible();
  await expect
    .poll(async () => (await Promise.all(page.frames().map((each) => each.locator('body').textContent()))).join('\n'))
    .toContain('Sunny in this worktree');
  await workbench.widenSideBar(300);
  await workbench.screenshot('run-3-preview');
  // VS Code would open a shell of its own in it when the window is loaded anew.
  await workbench.runCommand('View: Hide Panel');
  await expect(page.locator('.part.panel')).toBeHidden();
}

/** It went on while the window was loaded anew. Its terminal stays until a key is pressed; what was written goes. */
export async function endRun(workbench: Workbench, row: Locator, worktree: string): Promise<void> {
  const { page } = workbench;
  await expect(row).toContainText(PORT);
  await workbench.contextAction(row, 'Show Run');
  await expect(page.locator('.part.panel')).toContainText(/Run: /);
  await workbench.contextAction(row, 'End Run');
  await expect(row).not.toContainText(PORT);
  await workbench.expectTerminal(/run ended: .*press any key/);
  await workbench.screenshot('run-4-ended');
  await workbench.typeIntoTerminal('q');
  await expect(page.locator('.part.panel')).not.toContainText(/Run: /);
  // A shell that VS Code opened beside it.
  await workbench.runCommand('Terminal: Kill All Terminals');
  for (const name of ['.branchline', 'index.html']) await rm(path.join(worktree, name), { recursive: true });
}
