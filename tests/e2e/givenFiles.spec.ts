/** What is given and from where: the default session, files on a row, menus, a forge's list, limits. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from '@playwright/test';
import type { Session } from '../../extension/src/protocol/protocol.ts';
import { Asking } from './asking.ts';
import { expect, git, test } from './fixtures.ts';
import { until } from './server.ts';
import { allow } from './tails.ts';
import type { Workbench } from './workbench.ts';

// What cannot be clicked is a fault: it is said which, and not waited for until the test ends.
test.use({ actionTimeout: 60_000, settings: { 'branchline.defaultSession': { agent: 'demo', name: 'at-hand' } } });

test('a session from its start on, and what is given to it', async ({ workbench, server, repo }) => {
  // One window for all of it, on a machine that may be busy.
  test.setTimeout(900_000);
  const { page, quickInput } = workbench;
  await putForge(server.home, repo);
  const asking = new Asking(server, { DEMO_AGENT_SPEED: '20' });
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

  // The base is one of the pull requests that `gh` lists: its words are words.
  await workbench.pick(/^Base\b/);
  await workbench.pick(/^Pull Request…/);
  await expect(quickInput.getByRole('option', { name: /^#7 A \$ \(zap\) fix \[x\]/ })).toContainText('fix-it');
  await workbench.screenshot('given-5-pull-requests');
  await workbench.pick(/^#7/);
  await expect(start(workbench)).toContainText('from pull request #7');

  // Limits of its own.
  await workbench.pick(/^More/);
  await workbench.pick(/^Auto-yes Limits/);
  await expect(quickInput.getByRole('option', { name: /^Answers in a Minute/ })).toContainText('30, as the settings say');
  await workbench.screenshot('given-6-limits');
  await workbench.pick(/^Answers in a Minute/);
  await expect(quickInput).toContainText('this many answers within one minute. Empty:');
  await quickInput.locator('input').fill('0');
  await expect(quickInput).toContainText('Write a number from 1 to');
  await workbench.screenshot('given-7-wrong');
  // Enter takes nothing of it.
  await page.keyboard.press('Enter');
  await expect(quickInput).toContainText('Write a number from 1 to');
  await workbench.answer('5');
  await expect(start(workbench)).toBeVisible();
  await workbench.screenshot('given-8-start');
  await start(workbench).click();
  const list = async () => (await asking.ask<{ sessions: Session[] }>('session/list', {})).sessions;
  await until('the session with limits', async () => (await list()).some(({ limits }) => limits.length > 0));
  expect((await list()).flatMap(({ limits }) => limits)).toEqual(['answersPerMinute=5']);
  await workbench.showBranchline();
  const limited = (await list()).find(({ limits }) => limits.length) as Session;
  await workbench.contextAction(row(workbench, limited.name), 'Auto-yes: Limits…');
  await workbench.pick(/^Answers in a Minute/);
  await expect(quickInput.locator('input')).toHaveValue('5');
  await quickInput.locator('input').fill('many');
  await expect(quickInput).toContainText('Write a number from 1 to');
  await page.keyboard.press('Enter');
  await expect(quickInput).toContainText('Write a number from 1 to');
  await workbench.leaveQuickInput();
  expect((await list()).flatMap(({ limits, nextLimits }) => [...limits, ...(nextLimits ?? [])])).toEqual(['answersPerMinute=5']);
  await workbench.contextAction(row(workbench, limited.name), 'Auto-yes: Limits…');
  await workbench.pick(/^Answers in a Minute/);
  await workbench.answer('9');
  await expect(workbench.notifications.first()).toContainText('9 answers in a minute. Until then the lower limits hold.');
  await workbench.screenshot('given-9-next-limits');
  await asking.end();
});

/** A forge with a pull request, and a `gh` that lists it, where the user's own shell finds it. */
async function putForge(home: string, repo: string): Promise<void> {
  const forge = path.join(home, 'work', 'forge');
  await git(repo, 'clone', '-q', '--bare', repo, forge);
  await git(forge, 'update-ref', 'refs/pull/7/head', 'HEAD');
  await git(repo, 'remote', 'add', 'copy', forge);
  await git(repo, 'remote', 'add', 'origin', 'git@github.com:octo/weather.git');
  const bin = path.join(home, 'bin');
  await mkdir(bin);
  const list = JSON.stringify([{ number: 7, title: 'A $(zap) fix [x](command:y)', headRefName: 'fix-it' }]);
  const code = `#!/bin/sh\n[ "$1 $2" = "pr list" ] || exit 1\ncat <<'END'\n${list}\nEND\n`;
  await writeFile(path.join(bin, 'gh'), code, { mode: 0o755 });
}

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
