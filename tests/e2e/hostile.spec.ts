/** A name that was made to deceive is seen as it is, and does nothing, wherever the window shows it. */
import { expect, test } from './fixtures.ts';
import { newSession } from './sessions.ts';

const NAME = '$(check) [Yes](command:workbench.action.quit) \u202efix';
const SEEN = '$\u2009(check) [Yes]\u2009(command:workbench.action.quit) \\u{202e}fix';

test('no name draws an icon, is a link or turns text around', async ({ workbench, server, repo }) => {
  const { page } = workbench;
  await workbench.open(server.address, repo);
  await workbench.showBranchline();
  await newSession(workbench, 'Delete the old script');
  await expect(workbench.row(/Delete the old/i).first()).toContainText('Run rm');
  await workbench.contextAction(workbench.row(/Delete the old/i).first(), 'Rename…');
  await expect(workbench.quickInput).toContainText('Rename Session');
  await workbench.answer(NAME);

  const row = workbench.row(/fix/).first();
  await expect(row.locator('.label-name')).toHaveText(SEEN);
  await expect(row.locator('.label-name .codicon')).toHaveCount(0);
  const tooltip = await workbench.tooltip(row);
  await expect(tooltip.locator('strong').first()).toHaveText(SEEN.replaceAll('\u2009', ''));
  await expect(tooltip.locator('a')).toHaveCount(0);
  await expect(tooltip.locator('.codicon')).toHaveCount(0);

  // Above the agent’s own options.
  await workbench.contextAction(row, 'Answer…');
  await expect(workbench.quickInput.locator('.quick-input-title')).toHaveText(`Answer “${SEEN}”`);
  await page.keyboard.press('Escape');

  // In the box where it is changed nothing is hidden either; unchanged it stays what it was.
  await workbench.contextAction(row, 'Rename…');
  const input = workbench.quickInput.locator('input');
  await expect(input).toHaveValue(NAME.replace('\u202e', '\\u{202e}'));
  await page.keyboard.press('Enter');
  await expect(workbench.quickInput).toBeHidden();
  await expect(row.locator('.label-name')).toHaveText(SEEN);

  // In questions and notifications.
  await workbench.contextAction(row, /^Remove/);
  await expect(workbench.dialog).toContainText(`Remove session “${SEEN}”?`);
  await workbench.dialog.getByRole('button', { name: /Remove/ }).first().click();
  const removed = workbench.notifications.filter({ hasText: 'Removed' });
  await expect(removed).toContainText(`Removed “${SEEN}”.`);
  await expect(removed.locator('.notification-list-item-message a')).toHaveCount(0);
  await workbench.screenshot('hostile-1-removed');

  // In lists.
  await workbench.runCommand('Branchline: Removed Sessions…');
  const entry = workbench.quickInput.getByRole('option', { name: /fix/ });
  await expect(entry.locator('.label-name').first()).toHaveText(SEEN);
  await expect(entry.locator('.label-name .codicon')).toHaveCount(0);
  await workbench.screenshot('hostile-2-list');
  await page.keyboard.press('Escape');
});
