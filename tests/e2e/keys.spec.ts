/** The whole flow by keys, in one window: who waits is answered, gone to, told, looked at, without a click. */
import type { Locator } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { newSession } from './sessions.ts';
import type { Workbench } from './workbench.ts';

const SCRIPT = 'scripts/old_report.py';

test('from one session to the next by keys, and back to the editor', async ({ workbench, server, repo }) => {
  const { page, quickInput } = workbench;
  await workbench.open(server.address, repo);
  await workbench.showBranchline();
  await workbench.showCommand('File: New Untitled Text File');
  await option(workbench, /^File: New Untitled Text File/).click();
  await expect(page.locator('.editor-group-container.active .monaco-editor.focused')).toBeVisible();
  await page.keyboard.type('My notes');
  for (const instruction of ['Delete the old script', 'Remove what is obsolete', 'Add a greeting feature']) {
    await newSession(workbench, instruction);
    await workbench.expectTerminal(/Do you want to/);
    // In the terminal Escape would answer.
    await focusEditor(workbench);
  }
  await expect(workbench.statusBar).toContainText('3 waiting');

  // The one that has waited longest asks first, wherever the user is; the next one follows at once.
  await key(workbench, 'a');
  await expect(quickInput).toContainText('· 1 of 3');
  await expect(option(workbench, new RegExp(`rm ${SCRIPT}`))).toBeVisible();
  await expect(option(workbench, /^1 {1,2}Yes.*accepts this once.*key y/)).toBeVisible();
  await workbench.screenshot('keys-1-answer');
  await page.keyboard.press('n');
  await expect(quickInput).toContainText('· 2 of 3');
  // A key that was meant for the one before does nothing.
  await settled(workbench);
  await workbench.screenshot('keys-2-next');
  await page.keyboard.press('1');
  await expect(quickInput).toContainText('· 3 of ');
  await expect(option(workbench, /greeting_feature\.py/)).toBeVisible();
  await workbench.leaveQuickInput();
  await page.keyboard.type(' go on');
  await expect(page.locator('.editor-instance .view-lines').first()).toContainText('My notes go on');

  // What is answered elsewhere meanwhile is said, and nothing is pressed.
  await expect(workbench.row(/obsolete/i).first()).toHaveAccessibleName(/git status --short/);
  await expect(workbench.statusBar).toContainText('2 waiting');
  await key(workbench, 'a');
  await expect(quickInput).toContainText('· 1 of 2');
  await expect(option(workbench, /greeting_feature\.py/)).toBeVisible();
  await workbench.inlineAction(workbench.row(/greeting/i).first(), /^Yes\b/);
  await expect(workbench.notifications.filter({ hasText: 'does not ask that any more' })).toBeVisible();
  await expect(quickInput).toContainText('· 2 of ');
  await workbench.screenshot('keys-3-stale');
  await workbench.leaveQuickInput();

  // To the terminal of one that waits, to the next, and back.
  await focusEditor(workbench);
  await key(workbench, 'h');
  await workbench.expectTerminal(/git status --short/);
  await expect(page.locator('.terminal-wrapper.active .xterm')).toHaveClass(/focus/);
  await key(workbench, 'h');
  await workbench.expectTerminal(/test_greeting_feature\.py/);
  await key(workbench, 'Shift+H');
  await workbench.expectTerminal(/git status --short/);
  await key(workbench, 't');
  await expect(workbench.tab(/^My notes|^Untitled-1/)).toHaveAttribute('aria-selected', 'true');
  await key(workbench, 't');
  await workbench.expectTerminal(/git status --short/);
  await key(workbench, 't');
  await expect(workbench.tab(/^My notes|^Untitled-1/)).toHaveAttribute('aria-selected', 'true');
  await workbench.screenshot('keys-4-toggled');

  // Another session by a few letters; Enter alone goes to the one before.
  await key(workbench, 's');
  await expect(quickInput).toContainText('Switch Session');
  await expect(quickInput.getByRole('option').filter({ hasText: 'current' })).toHaveCount(1);
  await expect(option(workbench, /Ready/)).toContainText(/left that alone|Delete the old script/);
  await workbench.screenshot('keys-5-switch');
  await page.keyboard.press('Enter');
  await workbench.expectTerminal(/test_greeting_feature\.py/);

  // Its screen as text, which goes on.
  await key(workbench, 'p');
  await expect(workbench.tab(/^Screen of /)).toHaveAttribute('aria-selected', 'true');
  const screen = page.locator('.editor-group-container.active .view-lines').first();
  await expect(screen).toContainText('test_greeting_feature.py');
  await workbench.screenshot('keys-6-peek');
  await workbench.inlineAction(workbench.row(/greeting/i).first(), /^Yes\b/);
  await expect(screen).toContainText('edit to README.md');

  // An instruction of several lines to several sessions, from an editor tab.
  await key(workbench, 'i');
  await tickAll(workbench);
  await workbench.screenshot('keys-7-to-which');
  await page.keyboard.press('Enter');
  await expect(quickInput).toContainText('Send Instruction to 3 sessions');
  await page.keyboard.type('Say what you did.');
  await workbench.screenshot('keys-8-instruction');
  await quickInput.getByRole('button', { name: 'Write in an Editor Tab' }).click();
  const tab = workbench.tab(/^Instruction for 3 sessions/);
  await expect(tab).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Then rest.');
  await expect(tab).not.toHaveClass(/dirty/);

  // Closed by mistake, it is there again.
  await tab.getByRole('button', { name: /^Close/ }).click();
  await expect(tab).toBeHidden();
  await key(workbench, 'i');
  await tickAll(workbench);
  await page.keyboard.press('Enter');
  await expect(quickInput).toContainText('Send Instruction to 3 sessions');
  await quickInput.getByRole('button', { name: 'Write in an Editor Tab' }).click();
  const text = page.locator('.editor-group-container.active .view-lines').first();
  await expect(text).toContainText(/Say\swhat\syou\sdid\..*Then\srest\./s);
  await workbench.screenshot('keys-9-editor-tab');
  await page.keyboard.press('Control+Enter');
  await expect(tab).toBeHidden();
  await expect(workbench.notifications.filter({ hasText: 'waits until they are ready' })).toBeVisible();
  await workbench.screenshot('keys-10-sent');

  // In a window of its own.
  const opened = page.context().waitForEvent('page');
  await workbench.contextAction(workbench.row(/greeting/i).first(), 'Open Terminal in New Window');
  const other = await opened;
  await expect(other.locator('.xterm')).toBeVisible();
  await other.screenshot({ path: '../../artifacts/screenshots/keys-11-window.png' });
  await other.close();
});

/** The key that all begin with, and the second one. */
async function key({ page }: Workbench, second: string): Promise<void> {
  await page.keyboard.press('Control+Alt+h');
  await expect(page.locator('.statusbar')).toContainText('Waiting for second key of chord');
  await page.keyboard.press(second);
}

function option({ quickInput }: Workbench, label: RegExp): Locator {
  return quickInput.getByRole('option', { name: label }).first();
}

/** Behind the text that stands there. */
async function focusEditor(workbench: Workbench): Promise<void> {
  await workbench.tab(/^My notes|^Untitled-1/).click();
  await expect(workbench.page.locator('.editor-group-container.active .monaco-editor.focused')).toBeVisible();
}

/** All of the three sessions. */
async function tickAll({ quickInput }: Workbench): Promise<void> {
  const rows = quickInput.locator('.quick-input-list .monaco-list-row');
  await expect(rows).toHaveCount(3);
  for (const row of await rows.all()) if ((await row.getAttribute('aria-checked')) !== 'true') await row.click();
  await expect(quickInput).toContainText('3 Selected');
}

/** What is pressed as soon as a prompt has come is taken for one that was meant for what stood there before. */
async function settled({ page }: Workbench): Promise<void> {
  await page.waitForTimeout(800);
}
