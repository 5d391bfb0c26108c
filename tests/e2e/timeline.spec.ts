/** A session's life with its snapshots: looked at, compared, restored, paused, gone on from, removed and brought back. */
import { existsSync } from 'node:fs';
import { appendFile, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { approve, fileRow, newSession, worktree } from './sessions.ts';
import type { Workbench } from './workbench.ts';

const BY_HAND = 'One line by hand.\n';

test('snapshots are taken, compared and restored; a paused, a removed session comes back whole', async ({
  workbench,
  server,
  repo,
}) => {
  await workbench.open(server.address, repo);
  await workbench.showBranchline();
  await newSession(workbench, 'Write docs');
  await approve(workbench, /Do you want to make this edit to README\.md\?/, 1);
  await approve(workbench, /Do you want to run this command\?/, 1);
  const row = session(workbench, /Write docs/);
  await expect(row).toHaveAccessibleName(/Ready/);
  const folder = await worktree(repo, 'write');
  const readme = path.join(folder, 'README.md');
  const written = await readFile(readme, 'utf8');

  // The agent's turn is in the timeline; what is done by hand is, when a snapshot is taken.
  await workbench.expand(row);
  const timeline = workbench.row(/^Timeline of/);
  await workbench.expand(timeline);
  const turn = workbench.row(/^Write docs, When the agent was ready, .*\b1 file changed/);
  await expect(turn).toBeVisible();
  await workbench.screenshot('lifecycle-1-timeline');
  await appendFile(readme, BY_HAND);
  await workbench.inlineAction(timeline, /^Take Snapshot/);
  await expect(workbench.quickInput).toContainText('A name to find it by');
  await workbench.answer('My own line');
  const named = workbench.row(/^My own line, On demand, .*\b1 file changed, 1 lines added/);
  await expect(named).toBeVisible();

  // A click shows what changed since the one before.
  await named.click();
  await expect(workbench.tab(/from the snapshot before to “My own line”/)).toBeVisible();
  const changes = workbench.page.locator('.multiDiffEntry');
  await expect(changes).toHaveCount(1);
  await expect(changes).toContainText(BY_HAND.trim());
  // Paths are those in the worktree.
  await expect(changes.locator('.file-path')).toHaveText('README.md');
  await workbench.screenshot('lifecycle-2-compare');

  // The files of a moment come back, and what was there before the restore too.
  await workbench.contextAction(turn, 'Restore Files to Here');
  await expect(workbench.dialog).toContainText('kept in a snapshot first');
  await workbench.screenshot('lifecycle-3-restore-asks');
  await workbench.dialog.getByRole('button', { name: 'Restore Files' }).click();
  await expect.poll(() => readFile(readme, 'utf8').catch(() => '')).toBe(written);
  const restored = workbench.notifications.filter({ hasText: 'were restored' });
  await expect(restored).toBeVisible();
  await workbench.screenshot('lifecycle-4-restored');
  await restored.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => readFile(readme, 'utf8').catch(() => '')).toBe(written + BY_HAND);

  await workbench.contextAction(turn, 'Compare with Now');
  await expect(workbench.tab(/from “Write docs” to now/)).toBeVisible();
  await workbench.contextAction(turn, /^Name Snapshot/);
  await workbench.answer('Docs are there');
  const docs = workbench.row(/^Docs are there, When the agent was ready/);
  await expect(docs).toBeVisible();
  await workbench.screenshot('lifecycle-5-named');

  // What happened is a document, which follows, and whose lines lead to the snapshots.
  await workbench.contextAction(row, 'Show History');
  await expect(workbench.tab(/History of write-docs/)).toBeVisible();
  const lines = workbench.page.locator('.editor-instance .view-line');
  await expect(lines.filter({ hasText: '## Progress' })).toBeVisible();
  const line = lines.filter({ hasText: /Snapshot\s2/ });
  await expect(line).toBeVisible();
  await workbench.screenshot('lifecycle-5-history');
  await line.locator('.detected-link').first().click({ modifiers: ['ControlOrMeta'] });
  await expect(workbench.tab(/from the snapshot before to/).last()).toBeVisible();
  await workbench.screenshot('lifecycle-5-history-link');

  // Paused with its disk freed: nothing is left but the branch and the timeline; it goes on where it was.
  await workbench.contextAction(row, /^Pause and Free Disk/);
  await expect(row).toHaveAccessibleName(/Paused, worktree freed/);
  expect(existsSync(folder)).toBe(false);
  expect(await server.pids('demo-agent')).toEqual([]);
  await expect(fileRow(workbench, 'README.md')).toBeHidden();
  await expect(docs).toBeVisible();
  await workbench.screenshot('lifecycle-6-freed');
  await workbench.inlineAction(row, /^Resume/);
  await expect(workbench.notifications.filter({ hasText: 'cannot go on with its conversation' })).toBeVisible();
  await expect(row).toHaveAccessibleName(/Ready|Waiting for input/);
  expect(await readFile(readme, 'utf8')).toBe(written + BY_HAND);
  await expect(fileRow(workbench, 'README.md')).toBeVisible();
  await workbench.screenshot('lifecycle-7-resumed');

  // Another session begins with the files of that moment.
  await workbench.contextAction(docs, /^New Session from Here/);
  await expect(workbench.quickInput).toContainText('What should the agent do?');
  await workbench.answer('Add tests');
  const forked = session(workbench, /Add tests/);
  await workbench.expectTerminal(/Do you want to create/);
  expect(await readFile(path.join(await worktree(repo, 'add'), 'README.md'), 'utf8')).toBe(written);
  await workbench.screenshot('lifecycle-8-forked');

  // What was removed can be had back from the list of removed sessions, or at once.
  await workbench.contextAction(row, /^Remove/);
  await expect(workbench.dialog).toContainText(/1 uncommitted file .*can be restored for 30 days/);
  await workbench.screenshot('lifecycle-9-remove-asks');
  await remove(workbench);
  await expect(row).toBeHidden();
  expect(existsSync(folder)).toBe(false);
  await workbench.runCommand('Branchline: Removed Sessions…');
  const removed = workbench.quickInput.getByRole('option', { name: /write-docs/ });
  await expect(removed).toContainText(/removed .* ago, kept until/);
  await workbench.screenshot('lifecycle-10-removed-sessions');
  await workbench.page.keyboard.press('Enter');
  await expect(row).toHaveAccessibleName(/Paused: restored/);
  // The row comes back at once, the files a moment later.
  await expect.poll(() => readFile(readme, 'utf8').catch(() => '')).toBe(written + BY_HAND);
  await workbench.expand(row);
  await workbench.screenshot('lifecycle-11-restored');

  await workbench.contextAction(forked, /^Remove/);
  await remove(workbench);
  await expect(forked).toBeHidden();
  const undo = workbench.notifications.filter({ hasText: 'Removed “add-tests' });
  await undo.getByRole('button', { name: 'Undo' }).click();
  await expect(forked).toHaveAccessibleName(/Paused: restored/);
  await workbench.runCommand('Branchline: Removed Sessions…');
  await expect(workbench.quickInput).toContainText('No session was removed lately.');
  await workbench.screenshot('lifecycle-12-none-removed');
  await workbench.leaveQuickInput();
});

/** A session's row: snapshots may be called like their session. */
function session(workbench: Workbench, name: RegExp): Locator {
  return workbench.row(name).and(workbench.row(/\bbranch branchline\//));
}

async function remove(workbench: Workbench): Promise<void> {
  await workbench.dialog.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(workbench.dialog).toBeHidden();
}
