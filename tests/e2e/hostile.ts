/** A title that was made to deceive is seen as it is, and does nothing, wherever the window shows it. */
import { expect } from '@playwright/test';
import { newSession } from './sessions.ts';
import type { Workbench } from './workbench.ts';

const TITLE = '$(check) [Yes](command:workbench.action.quit) **fix**';
const SEEN = '$\u2009(check) [Yes]\u2009(command:workbench.action.quit) **fix**';

/** No title draws an icon, is a link or markup. */
export async function titlesAreTexts(workbench: Workbench): Promise<void> {
  await newSession(workbench, 'Delete the old script');
  const row = workbench.row(/delete-script/).first();
  await expect(row).toContainText('Run rm');
  await workbench.contextAction(row, 'Set Title…');
  await expect(workbench.quickInput).toContainText('Title of the Session');
  await workbench.answer(TITLE);
  const tooltip = await workbench.tooltip(row);
  await expect(tooltip).toContainText(SEEN.replaceAll('\u2009', ''));
  await expect(tooltip.locator('a')).toHaveCount(0);
  await expect(tooltip.locator('.codicon')).toHaveCount(0);
  await workbench.screenshot('hostile-1-tooltip');

  // A name cannot deceive: what is wrong with one is told while it is typed.
  await workbench.contextAction(row, 'Rename…');
  const input = workbench.quickInput.locator('input');
  await expect(input).toHaveValue('delete-script');
  await input.fill('old script');
  await expect(workbench.quickInput).toContainText('and no space.');
  await input.fill('x'.repeat(21));
  await expect(workbench.quickInput).toContainText('A name has at most 20 characters; this one has 21.');
  await workbench.screenshot('hostile-2-name');
  await workbench.answer('old-script');
  const renamed = workbench.row(/old-script/).first();
  await expect(renamed).toHaveAccessibleName(/branch branchline\/delete-script/);

  // In lists.
  await workbench.contextAction(renamed, /^Remove/);
  await workbench.dialog.getByRole('button', { name: /Remove/ }).first().click();
  await expect(workbench.notifications.filter({ hasText: 'Removed “old-script”.' })).toBeVisible();
  await workbench.runCommand('Branchline: Removed Sessions…');
  const entry = workbench.quickInput.getByRole('option', { name: /old-script/ });
  await expect(entry.locator('.label-description').first()).toContainText(SEEN);
  await expect(entry.locator('.label-description .codicon')).toHaveCount(0);
  await workbench.screenshot('hostile-3-list');
  await workbench.leaveQuickInput();
}
