/** What an agent asks is seen and answered beside its terminal: on its row, from a list, from the status bar. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { fileRow, newSession, worktree } from './sessions.ts';
import type { Workbench } from './workbench.ts';

const SCRIPT = 'scripts/old_report.py';

test('approvals are answered on the row and from the list of options', async ({ workbench, server, repo }) => {
  const { page } = workbench;
  const tab = page.locator('.activitybar').getByRole('tab', { name: /^Branchline/ });
  await workbench.open(server.address, repo);
  await workbench.showBranchline();

  // The row says what is asked, the edges of the window that somebody asks.
  await newSession(workbench, 'Delete the old script');
  const first = workbench.row(/delete-script/).first();
  await expect(first).toHaveAccessibleName(/Waiting for input, approval: Run rm scripts\/old_report\.py/);
  await expect(first).toContainText(`Run rm ${SCRIPT}`);
  await expect.poll(() => workbench.badge(first)).toBe('?');
  await expect(workbench.statusBar).toContainText('1 waiting');
  await expect(workbench.statusBar).toHaveClass(/warning-kind/);
  await workbench.statusBar.hover();
  await expect(workbench.page.locator('.workbench-hover')).toContainText(/ for (less than a|1) min/);
  await expect(tab.locator('.badge-content')).toHaveText('1');
  await settled(workbench);
  await workbench.screenshot('answer-1-waiting');

  // Yes: the command runs, and the next question stands on the row.
  await first.hover();
  await expect(first.getByRole('button')).toHaveCount(3);
  await expect(first.getByRole('button', { name: /^Answer/ })).toBeVisible();
  await expect(first.getByRole('button', { name: /^No\b/ })).toBeVisible();
  await workbench.screenshot('answer-2-buttons');
  await workbench.inlineAction(first, /^Yes\b/);
  await expect(first).toContainText('Run git status --short');
  expect(existsSync(path.join(await worktree(repo, 'delete'), SCRIPT))).toBe(false);
  await workbench.expand(first);
  await expect(fileRow(workbench, 'old_report.py')).toBeVisible();
  await expect.poll(() => workbench.badge(fileRow(workbench, 'old_report.py'))).toBe('D');
  await workbench.screenshot('answer-3-yes');

  // A second one waits. The status bar leads to the one that has waited longer.
  await newSession(workbench, 'Remove what is obsolete');
  const second = workbench.row(/remove-obsolete/).first();
  await expect(second).toContainText(`Run rm ${SCRIPT}`);
  await expect(workbench.statusBar).toContainText('2 waiting');
  await expect(tab.locator('.badge-content')).toHaveText('2');
  await workbench.statusBar.click();
  await expect(workbench.quickInput).toContainText('· 1 of 2');
  await expect(workbench.quickInput).toContainText('git status --short');
  await workbench.leaveQuickInput();
  await page.keyboard.press('Control+Alt+h');
  await page.keyboard.press('h');
  await expect(first).toHaveAttribute('aria-selected', 'true');
  await workbench.expectTerminal(/git status --short/);
  await workbench.screenshot('answer-4-two-wait');

  await settled(workbench);
  await workbench.contextAction(first, /^Always/);
  await workbench.expectTerminal(/Done: /);
  await expect(first).toHaveAccessibleName(/Ready/);
  await expect(workbench.statusBar).toContainText('1 waiting');

  // No, from the agent's own options.
  await workbench.contextAction(second, 'Answer…');
  await expect(workbench.quickInput).toContainText('Answer “');
  const option = (label: RegExp): Locator => workbench.quickInput.getByRole('option', { name: label });
  await expect(option(/^1\s+Yes.*accepts this once/)).toBeVisible();
  await expect(option(/^3\s+No, and tell the agent/)).toContainText('rejects');
  await workbench.screenshot('answer-5-list');
  await workbench.pick(/^3\s+No, and tell the agent/);
  await expect(second).toHaveAccessibleName(/Ready/);
  expect(existsSync(path.join(await worktree(repo, 'remove'), SCRIPT))).toBe(true);

  // Nobody waits: nothing warns. The answer was given without looking, so the row is unread until it is selected.
  await expect(workbench.statusBar).not.toContainText('waiting');
  await expect(workbench.statusBar).not.toHaveClass(/warning-kind/);
  await expect(tab.locator('.badge-content')).toBeHidden();
  await expect(second).toHaveAccessibleName(/not looked at yet/);
  await workbench.screenshot('answer-6-unread');
  await second.click();
  await expect(second).not.toHaveAccessibleName(/not looked at yet/);
  await workbench.expectTerminal(/I left that alone/);
  await workbench.screenshot('answer-7-looked-at');

  // A question, answered so from now on.
  await newSession(workbench, 'Choose a format for reports');
  const third = workbench.row(/choose-format/).first();
  await expect(third).toHaveAccessibleName(/Waiting for input, question: Which format should reports have\?/);
  await settled(workbench);
  await workbench.contextAction(third, /^Always Answer This So/);
  await expect(workbench.quickInput).toContainText('Always Answer This So: Answer');
  await workbench.pick(/^CSV/);
  await expect(workbench.quickInput).toContainText('Always Answer This So: For Whom');
  await expect(option(/is answered with “CSV”.*for every agent/)).toBeVisible();
  await workbench.screenshot('answer-8-for-whom');
  await workbench.pick(/for Demo agent alone/);
  await expect(workbench.quickInput).toContainText('Always Answer This So: Words');
  await workbench.answer('which format');
  await expect(workbench.quickInput).toContainText('Always Answer This So: Save');
  await expect(option(/Nothing else in the log/)).toBeVisible();
  await workbench.screenshot('answer-9-save');
  // Enter alone saves nothing.
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(workbench.notifications.filter({ hasText: 'From now on “which format” is answered with “CSV”' })).toBeVisible();
  await expect(third).toHaveAccessibleName(/Ready/);
  await workbench.expectTerminal(/written as CSV/);
  await newSession(workbench, 'Format reports another way');
  await workbench.expectTerminal(/written as CSV/);
  await workbench.screenshot('answer-10-answered');

  // In a session where they are off it is asked.
  await workbench.contextAction(third, /^Turn Common Answers Off/);
  const facts = await workbench.tooltip(third);
  await expect(facts).toContainText('off in this session');
  await workbench.screenshot('answer-11-off');
});

/** A click that comes as soon as a row has changed is taken for one that was meant for what stood there before. */
async function settled(workbench: Workbench): Promise<void> {
  await workbench.page.waitForTimeout(800);
}
