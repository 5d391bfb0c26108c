/** Auto-yes answers what its preset allows and leaves the rest: turned on, watched, widened by a rule, and stopped. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { newSession, worktree } from './sessions.ts';
import type { Workbench } from './workbench.ts';

const SCRIPT = 'scripts/old_report.py';

test('auto-yes is turned on, answers, is explained, widened and stopped', async ({ workbench, server, repo }) => {
  await workbench.open(server.address, repo);
  await workbench.showBranchline();
  await newSession(workbench, 'Delete the old script');
  const first = workbench.row(/delete-script/).first();
  await expect(first).toContainText(`Run rm ${SCRIPT}`);
  await expect(shield(workbench)).toBeHidden();
  await expect(first).not.toContainText('auto-yes');

  // The first time it is explained; who does not want it then has turned nothing on.
  await choosePreset(workbench, first, 'safe');
  await expect(workbench.dialog).toContainText('Turn on auto-yes?');
  await expect(workbench.dialog).toContainText('Auto-yes: Stop All');
  await workbench.screenshot('auto-yes-1-explained');
  await workbench.dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(workbench.dialog).toBeHidden();
  await expect(first).not.toContainText('auto-yes');
  // What the preset does not allow is left to the user, who is told when the session is out of sight.
  await newSession(workbench, 'Add a greeting feature');
  const second = workbench.row(/greeting-feature/).first();
  await workbench.expectTerminal(/Do you want to create/);
  await choosePreset(workbench, first, 'safe');
  await workbench.dialog.getByRole('button', { name: 'Turn On' }).click();
  await expect(first).toContainText('auto-yes: safe');
  await expect(first).toHaveAccessibleName(/Waiting for input, .*, auto-yes safe/);
  await expect(shield(workbench)).toContainText('Auto-yes: 1');
  const left = workbench.notifications.filter({ hasText: `waits for you: Run rm ${SCRIPT}` });
  await expect(left).toContainText('The preset safe does not allow rm');
  await workbench.screenshot('auto-yes-2-on');
  await left.getByRole('button', { name: 'Open Terminal' }).click();
  await workbench.expectTerminal(/rm scripts\/old_report\.py/);

  // What it allows is answered: the second session comes to its end by itself.
  await choosePreset(workbench, second, 'safe');
  await expect(workbench.dialog).toBeHidden();
  await expect(second).toHaveAccessibleName(/Ready/);
  await expect(second).toContainText('auto-yes: safe');
  await second.hover();
  await expect(second.getByRole('button', { name: /^Auto-yes/ })).toBeVisible();
  await expect(shield(workbench)).toContainText('Auto-yes: 2');
  expect(existsSync(path.join(await worktree(repo, 'greeting'), 'src/tally/greeting_feature.py'))).toBe(true);

  // The log: each decision, newest first, by session and only what was asked.
  await workbench.runCommand('Branchline: Auto-yes: Show Log');
  await expect(entry(workbench, /^Approved, \S+ git status --short, by preset/).first()).toBeVisible();
  await expect(entry(workbench, /^Approved, .*greeting_feature\.py/).first()).toBeVisible();
  await expect(entry(workbench, /^Left to you, Run rm scripts/)).toBeVisible();
  await workbench.screenshot('auto-yes-3-log');
  await workbench.contextAction(first, 'Auto-yes: Show Log');
  await expect(entry(workbench, /git status/)).toHaveCount(0);
  await expect(entry(workbench, /^Left to you, Run rm scripts/)).toBeVisible();

  // Whoever opens a window is told once of all that wait.
  await newSession(workbench, 'Remove what is obsolete');
  const third = workbench.row(/remove-obsolete/).first();
  // A menu is closed by the terminal that comes to the front.
  await expect(third).toContainText(`Run rm ${SCRIPT}`);
  await choosePreset(workbench, third, 'safe');
  await expect(third).toHaveAccessibleName(/Waiting for input, .*, auto-yes safe/);
  await workbench.reload();
  await workbench.showBranchline();
  const both = workbench.notifications.filter({ hasText: '2 sessions wait for you' });
  await expect(both).toContainText('“delete-script”, “remove-obsolete”');
  await workbench.screenshot('auto-yes-4-waiting');
  await both.getByRole('button', { name: 'Go to the First' }).click();
  await workbench.expectTerminal(/rm scripts\/old_report\.py/);
  await expect(workbench.tab(/^delete-script/)).toBeVisible();

  // Why it was asked, and a rule that lets it pass the next time.
  await workbench.contextAction(first, 'Auto-yes: Why Was This Asked?');
  const why = workbench.notifications.filter({ hasText: 'rule:' });
  await expect(why).toContainText('rm');
  await workbench.screenshot('auto-yes-5-why');
  await why.getByRole('button', { name: 'Allow This Next Time…' }).click();
  await expect(workbench.quickInput).toContainText('Allow This Next Time: Rule');
  await workbench.screenshot('auto-yes-6-rules');
  await workbench.pick(/^Run\(rm scripts|^Bash\(rm scripts/);
  await expect(workbench.quickInput).toContainText('Change the Rule');
  const rule = await workbench.quickInput.locator('input').inputValue();
  await workbench.quickInput.locator('input').fill('Nonsense(x');
  await expect(workbench.quickInput.locator('.quick-input-message')).toContainText(/rule/);
  await workbench.screenshot('auto-yes-7-bad-rule');
  await workbench.answer(rule);
  await expect(workbench.quickInput).toContainText('Allow This Next Time: Save');
  await expect(workbench.quickInput.getByRole('option', { name: /Run rm .*remove-obsolete/ })).toBeVisible();
  await workbench.screenshot('auto-yes-8-save');
  // By the keys: a hover over the row, where the pointer rests from before, would cover it. Enter alone saves nothing.
  await workbench.page.keyboard.press('ArrowDown');
  await workbench.page.keyboard.press('Enter');
  await expect(workbench.notifications.filter({ hasText: 'was saved' })).toBeVisible();

  // What is judged from now on passes.
  await choosePreset(workbench, third, 'off');
  await expect(third).not.toContainText('auto-yes');
  await choosePreset(workbench, third, 'safe');
  await expect(third).toHaveAccessibleName(/Ready/);
  expect(existsSync(path.join(await worktree(repo, 'remove'), SCRIPT))).toBe(false);

  // Everything stops at once, from the shield; choosing a preset again goes on.
  await shield(workbench).click();
  await workbench.screenshot('auto-yes-9-menu');
  await workbench.pick(/^Stop All/);
  for (const row of [first, second, third]) await expect(row).toContainText('auto-yes paused');
  await expect(shield(workbench)).toHaveClass(/warning-kind/);
  await expect(shield(workbench)).toContainText('Auto-yes: paused');
  await expect(workbench.notifications.filter({ hasText: 'Auto-yes is paused in 3 sessions.' })).toBeVisible();
  await workbench.screenshot('auto-yes-10-stopped');
  await choosePreset(workbench, second, 'safe');
  await expect(second).toContainText('auto-yes: safe');
  await expect(first).toContainText('auto-yes paused');
});

/** Auto-yes’s item in the status bar. */
function shield({ page }: Workbench): Locator {
  return page.locator('.statusbar-item[id*="branchline.autoYes"]');
}

/** An entry of the log by what a screen reader says of it. */
function entry({ page }: Workbench, label: RegExp): Locator {
  return page.locator('.sidebar').getByRole('treeitem', { name: label });
}

async function choosePreset(workbench: Workbench, row: Locator, preset: string): Promise<void> {
  await workbench.contextAction(row, /^Auto-yes…/);
  await expect(workbench.quickInput).toContainText('Auto-yes for “');
  // By keys: the pointer still rests where the menu was, and a hover that it calls up can cover the list.
  await workbench.answer(preset);
  await expect(workbench.quickInput).toBeHidden();
}
