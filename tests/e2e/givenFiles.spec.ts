/** What is given and from where: the default session, files on a row, menus. */
import type { Locator } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { allow } from './tails.ts';
import type { Workbench } from './workbench.ts';

// What cannot be clicked is a fault: it is said which, and not waited for until the test ends.
test.use({ actionTimeout: 60_000, settings: { 'branchline.defaultSession': { agent: 'demo', name: 'at-hand' } } });

test('a session from its start on, and what is given to it', async ({ workbench, server, repo }) => {
  // One window for all of it, on a machine that may be busy.
  test.setTimeout(900_000);
  const { page } = workbench;
  await workbench.open(server.address, repo);
  await workbench.showBranchline();

  // The default session of a repository starts a program: it is there once the user has allowed it, and once alone.
  await allow(workbench);
  for (const _ of [1, 2]) {
    await workbench.reload();
    await workbench.showBranchline();
    await expect(row(workbench, 'at-hand')).toHaveAccessibleName(/Ready/);
  }
  await expect(page.locator('.sidebar [role=treeitem]')).toHaveCount(1);

  // Files are dropped on its row: one of an editor's tab, and one of the desktop.
  await row(workbench, 'at-hand').locator('.label-name').click();
  await workbench.expectTerminal(/demo agent/);
  await openFile(workbench, 'README.md');
  await workbench.tab(/^README\.md/).dragTo(row(workbench, 'at-hand'));
  await workbench.tab(/^at-hand/).click();
  await workbench.expectTerminal(/files\/README\.md/);
  await dropFromDesktop(row(workbench, 'at-hand'), 'a shot.png');
  await workbench.expectTerminal(/files\/README\.md[\s\S]*files\/a-shot\.png/);
  await workbench.screenshot('given-1-files');

  // New Session Here, in the menus of the Explorer, of an editor and of Source Control.
  await workbench.runCommand('Explorer: Focus on Folders View');
  const folder = page.locator('.explorer-folders-view').getByRole('treeitem', { name: /^src/ });
  await folder.click({ button: 'right' });
  await here(workbench, 'given-2-explorer');
  await expect(start(workbench)).toContainText('· src');
  await workbench.leaveQuickInput();
  await openFile(workbench, 'README.md');
  await page.locator('.editor-group-container.active .view-line').first().click({ button: 'right' });
  await here(workbench, 'given-3-editor');
  await workbench.leaveQuickInput();
  await page.locator('.activitybar').getByRole('tab', { name: /^Source Control/ }).click();
  const changes = page.locator('.sidebar .pane-header').filter({ hasText: 'Changes' }).first();
  await changes.hover();
  await changes.getByRole('button', { name: /More Actions/ }).click();
  await here(workbench, 'given-4-source-control');
  await workbench.leaveQuickInput();
});

const row = (workbench: Workbench, name: string) => workbench.row(new RegExp(`^${name}, `)).first();
const start = ({ quickInput }: Workbench) => quickInput.getByRole('option', { name: /^Start\b/ });

async function openFile(workbench: Workbench, name: string): Promise<void> {
  await workbench.runCommand('Go to File...');
  await workbench.quickInput.locator('input').fill(name);
  await workbench.pick(new RegExp(name.replace('.', '\\.')));
  await expect(workbench.tab(new RegExp(`^${name}`))).toHaveAttribute('aria-selected', 'true');
}

/** Takes the entry of the menu that is open, and goes on to the list in which Start comes first. */
async function here(workbench: Workbench, picture: string): Promise<void> {
  const entry = workbench.page.getByRole('menuitem', { name: /^New Session Here/ });
  await entry.hover();
  await workbench.screenshot(picture);
  // VS Code takes a click that comes at once for the end of the one that opened the menu.
  await workbench.page.waitForTimeout(300);
  await entry.click();
  await expect(workbench.quickInput).toContainText('New Session: Instruction');
  await workbench.answer('Write docs');
  await expect(start(workbench)).toBeVisible();
}

/** What a browser does when a file of the desktop is let go over a row. */
async function dropFromDesktop(target: Locator, name: string): Promise<void> {
  await target.evaluate((element, file) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['picture'], file, { type: 'image/png' }));
    const { left, top, width, height } = element.getBoundingClientRect();
    const at = { clientX: left + width / 2, clientY: top + height / 2 };
    for (const kind of ['dragenter', 'dragover', 'drop'])
      element.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true, composed: true, ...at }));
  }, name);
}
