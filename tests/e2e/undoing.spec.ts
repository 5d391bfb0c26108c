/** What a session changed is taken back: a file, what one answer let pass; and it is tried in the main checkout. */
import { existsSync } from 'node:fs';
import { appendFile, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, git, test } from './fixtures.ts';
import { fileRow, newSession, worktree } from './sessions.ts';
import type { Workbench } from './workbench.ts';

const read = (file: string) => readFile(file, 'utf8').catch(() => '');

test('a file is discarded, an answer is undone, a session is tried; and each comes back', async ({
  workbench,
  server,
  repo,
}) => {
  await workbench.open(server.address, repo);
  await workbench.showBranchline();
  await newSession(workbench, 'Add a greeting feature');
  const row = workbench.row(/greeting-feature/).and(workbench.row(/\bbranch branchline\//));
  await workbench.expectTerminal(/Do you want to create/);
  await workbench.contextAction(row, /^Auto-yes…/);
  await expect(workbench.quickInput).toContainText('Auto-yes for “');
  await workbench.answer('worktree');
  await workbench.dialog.getByRole('button', { name: 'Turn On' }).click();
  await expect(row).toHaveAccessibleName(/Ready/);
  const folder = await worktree(repo, 'greeting');
  const feature = path.join(folder, 'src/tally/greeting_feature.py');
  const written = await read(feature);
  expect(written).not.toBe('');

  // A changed file's row has a button that takes it back to the base; the notice brings it again.
  await workbench.expand(row);
  const file = fileRow(workbench, 'greeting_feature.py');
  await expect(file).toBeVisible();
  await workbench.inlineAction(file, /^Discard Changes/);
  await expect.poll(() => existsSync(feature)).toBe(false);
  const discarded = workbench.notifications.filter({ hasText: 'greeting_feature.py were discarded.' });
  await expect(discarded).toBeVisible();
  await workbench.screenshot('undoing-1-discarded');
  await discarded.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => read(feature)).toBe(written);
  await dismiss(workbench, 'It is back as it was.');

  // A change in the diff editor goes by itself.
  await appendFile(path.join(folder, 'README.md'), 'One line at the end.\n');
  const readme = fileRow(workbench, 'README.md');
  await expect(async () => {
    await workbench.runCommand('Branchline: Refresh');
    await expect(readme).toBeVisible({ timeout: 3_000 });
  }).toPass();
  await readme.click();
  await expect(workbench.tab(/README\.md/)).toBeVisible();
  const right = workbench.page.locator('.editor.modified .view-line').filter({ hasText: 'One line at the end.' });
  await right.click();
  await workbench.screenshot('undoing-2-change');
  const mine = path.join(repo, 'README.md');
  const asItWas = await read(mine);
  await workbench.runCommand('Branchline: Apply Change at Cursor to Workspace');
  await expect.poll(() => read(mine)).toContain('One line at the end.');
  const applied = workbench.notifications.filter({ hasText: 'README.md was applied to' });
  await workbench.screenshot('undoing-2-change-applied');
  await applied.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => read(mine)).toBe(asItWas);
  await dismiss(workbench, 'The main checkout is as it was.');
  await workbench.runCommand('Branchline: Discard Change at Cursor');
  await expect.poll(() => read(path.join(folder, 'README.md'))).not.toContain('One line at the end.');
  await expect(workbench.notifications.filter({ hasText: 'The change in README.md was discarded.' })).toBeVisible();
  await workbench.screenshot('undoing-3-change-discarded');

  // In the log, what one answer let pass is undone, and nothing else.
  await workbench.runCommand('Branchline: Auto-yes: Show Log');
  const entry = workbench.page.locator('.sidebar').getByRole('treeitem', { name: /^Approved, .*greeting_feature\.py/ });
  await expect(entry.first()).toBeVisible();
  await workbench.inlineAction(entry.last(), /Undo Just This/);
  const undone = workbench.notifications.filter({ hasText: 'What that answer let pass was undone' });
  await expect(undone).toBeVisible();
  expect(await read(feature)).not.toBe(written);
  await workbench.screenshot('undoing-4-answer-undone');
  await undone.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => read(feature)).toBe(written);

  // The session's files are tried in the main checkout, and what was there comes back.
  const here = path.join(repo, 'src/tally/greeting_feature.py');
  const before = [await git(repo, 'rev-parse', 'HEAD'), await git(repo, 'status', '--porcelain')];
  await workbench.contextAction(row, 'Try It Here');
  const item = workbench.page.locator('.statusbar-item[id*="branchline.trying"]');
  await expect(item).toContainText(/^Trying .*greeting-feature/);
  await expect.poll(() => read(here)).toBe(written);
  expect(await git(repo, 'rev-parse', 'HEAD')).toBe(before[0]);
  await workbench.screenshot('undoing-5-trying');
  await workbench.reload();
  await expect(item).toContainText(/^Trying /);
  await item.click();
  await expect(item).toBeHidden();
  expect(existsSync(here)).toBe(false);
  expect([await git(repo, 'rev-parse', 'HEAD'), await git(repo, 'status', '--porcelain')]).toEqual(before);
  await expect(workbench.notifications.filter({ hasText: 'The main checkout is as it was.' })).toBeVisible();
  await workbench.screenshot('undoing-6-put-back');
});

async function dismiss(workbench: Workbench, text: string): Promise<void> {
  const notice = workbench.notifications.filter({ hasText: text });
  await notice.hover();
  await notice.getByRole('button', { name: /^Clear Notification/ }).click();
  await expect(notice).toBeHidden();
}
