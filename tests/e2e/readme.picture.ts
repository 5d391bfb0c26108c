/** Draws the README's picture anew: three sessions side by side, one of them waiting. `make picture` runs it. */
import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from './fixtures.ts';
import { ARTIFACTS, ROOT } from './server.ts';
import { approve, fileRow, newSession } from './sessions.ts';

test.use({ viewport: { width: 1440, height: 900 } });

test('the picture of the README', async ({ workbench, server, repo }) => {
  const { page } = workbench;
  await workbench.open(server.address, repo);
  await workbench.showBranchline();

  await newSession(workbench, 'Add a greeting feature');
  await approve(workbench, /Do you want to create src\/tally\/greeting_feature\.py\?/, 1);
  await approve(workbench, /Do you want to create tests\/test_greeting_feature\.py\?/, 2);
  await approve(workbench, /Do you want to run this command\?/, 1);
  const ready = workbench.row(/greeting-feature/).first();
  await expect(ready).toHaveAccessibleName(/Ready/);

  await newSession(workbench, 'Write docs');
  await approve(workbench, /Do you want to make this edit to README\.md\?/, 1);
  await expect(workbench.row(/write-docs/).first()).toHaveAccessibleName(/Waiting/);

  // The last one: the palette's Escape would be this dialog's No.
  await newSession(workbench, 'Delete the old script');
  await workbench.expectTerminal(/rm scripts\/old_report\.py/);
  const waiting = workbench.row(/delete-script/).first();
  await expect(waiting).toHaveAccessibleName(/Waiting/);

  // The side bar wide enough for what its rows say.
  const box = await page.locator('.sidebar.part').boundingBox();
  const edge = { x: (box?.x ?? 0) + (box?.width ?? 0) + 1, y: 450 };
  await page.mouse.move(edge.x, edge.y);
  await page.mouse.down();
  await page.mouse.move(edge.x + 190, edge.y, { steps: 8 });
  await page.mouse.up();

  // The diff of one session above, the terminal of one that waits below.
  await workbench.expand(ready);
  await workbench.expand(workbench.row(/Timeline of greeting-feature/));
  await fileRow(workbench, 'README.md').click();
  await expect(page.locator('.monaco-diff-editor .editor.modified .view-lines')).toContainText('greeting');
  await workbench.runCommand('View: Move Editor into Group Above');
  await waiting.click();
  await workbench.expectTerminal(/rm scripts\/old_report\.py/);
  await waiting.hover();
  await page.waitForTimeout(500);
  await workbench.screenshot('readme');
  await copyFile(path.join(ARTIFACTS, 'screenshots', 'readme.png'), path.join(ROOT, 'docs', 'screenshot.png'));
});
