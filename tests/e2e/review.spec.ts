/** Reviewing a session's changes: what was looked at, what is new since, and comments that go to the agent. */
import { appendFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from './fixtures.ts';
import { approve, fileRow, newSession, worktree } from './sessions.ts';

test('files are marked as reviewed, what alters is new again, comments go to the agent', async ({
  workbench,
  server,
  repo,
}) => {
  await workbench.open(server.address, repo);
  await workbench.showBranchline();
  await newSession(workbench, 'Write docs');
  await approve(workbench, /Do you want to make this edit to README\.md\?/, 1);
  const folder = await worktree(repo, 'write');
  await appendFile(path.join(folder, 'pyproject.toml'), '# by hand\n');
  await approve(workbench, /Do you want to run this command\?/, 1);
  const row = workbench.row(/Write docs/);
  await expect(row).toHaveAccessibleName(/Ready/);

  // The key goes to the first file that is new, whatever is in front.
  await workbench.expand(row);
  const readme = fileRow(workbench, 'README.md');
  const other = fileRow(workbench, 'pyproject.toml');
  await expect(other).toBeVisible();
  await workbench.runCommand('Branchline: Go to Next Unreviewed File');
  await expect(workbench.tab(/^README\.md \(/)).toBeVisible();
  await workbench.screenshot('review-1-next');

  // Marked by its box, or with the key that goes on.
  const box = (of: typeof readme) => of.getByRole('checkbox');
  await expect(box(readme)).not.toBeChecked();
  await workbench.runCommand('Branchline: Mark File as Reviewed and Go to Next');
  await expect(workbench.tab(/^pyproject\.toml \(/)).toBeVisible();
  await expect(box(readme)).toBeChecked();
  await box(other).click();
  await expect(box(other)).toBeChecked();
  await workbench.screenshot('review-2-marked');
  await workbench.runCommand('Branchline: Go to Next Unreviewed File');
  const done = workbench.notifications.filter({ hasText: 'You have looked at all changes of all sessions.' });
  await expect(done).toBeVisible();

  // What alters afterwards is new again, against what was seen of it.
  await readme.click();
  await expect(workbench.tab(/^README\.md \(/)).toBeVisible();
  const right = workbench.page.locator('.editor-group-container.active .editor.modified').first();
  await right.locator('.view-line').first().click();
  await workbench.page.keyboard.press('Control+End');
  await workbench.page.keyboard.type('One line more.\n');
  await workbench.page.keyboard.press('Control+S');
  await expect(box(readme)).not.toBeChecked();
  await workbench.contextAction(row, /^Open Changes Since/);
  await expect(workbench.tab(/^New changes of/)).toBeVisible();
  const entries = workbench.page.locator('.multiDiffEntry').filter({ visible: true });
  await expect(entries).toHaveCount(1);
  await expect(entries).toContainText('One line more.');
  await workbench.screenshot('review-3-since');

  // A comment at a line of the diff waits, and goes to the agent as an instruction.
  await readme.click();
  await expect(workbench.tab(/^README\.md \(/)).toBeVisible();
  await right.locator('.view-line').filter({ hasText: 'One line more.' }).first().click();
  await workbench.runCommand('Comments: Add Comment on Current Selection');
  const widget = workbench.page.locator('.review-widget').filter({ visible: true });
  await widget.locator('.monaco-editor').last().click();
  await workbench.page.keyboard.type('Say **why**, $(flame) [not](command:x).');
  await workbench.screenshot('review-4-writing');
  await widget.getByRole('button', { name: 'Add Comment' }).click();
  await expect(widget.locator('.comment-body')).toContainText('Say **why**, $(flame) [not](command:x).');
  await expect(widget).toContainText('Not sent yet');
  await workbench.screenshot('review-5-comment');
  await widget.getByRole('button', { name: 'Send Comments to Agent' }).click();
  await expect(widget).toContainText('Sent');
  await expect(workbench.notifications.filter({ hasText: /The comments (went to|wait until)/ })).toBeVisible();
  await workbench.contextAction(row, /^Open Terminal$/);
  await workbench.expectTerminal(/Say \*\*why\*\*/);
  await workbench.screenshot('review-6-sent');
});
