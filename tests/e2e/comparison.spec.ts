/** Sessions of one task are compared in a tab, two of them with each other; one is kept, and all is put back. */
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { FrameLocator, Locator } from '@playwright/test';
import type { Session } from '../../extension/src/protocol/protocol.ts';
import { accessible } from './accessible.ts';
import { Asking } from './asking.ts';
import { expect, git, test } from './fixtures.ts';
import { until } from './server.ts';
import { showIn, themesOf } from './themes.ts';
import type { Workbench } from './workbench.ts';

const HOSTILE = '<img src=x onerror=alert(1)>.md';
const MANY = 2_000;

test.use({ actionTimeout: 60_000 });

test('three sessions of a task are compared, one is kept, and all is put back', async ({ workbench, server, repo }) => {
  test.setTimeout(600_000);
  const { page } = workbench;
  await workbench.open(server.address, repo);
  await workbench.showBranchline();
  await expect(workbench.welcome).toContainText(/session/i);
  const asking = new Asking(server);
  const list = async () => (await asking.ask<{ sessions: Session[] }>('session/list', {})).sessions;
  const made: Session[] = [];
  for (const name of ['by-hand', 'by-table', 'by-library'])
    made.push(await asking.ask<Session>('session/create', { repo, agent: 'demo', name, task: 'web-1' }));
  for (const { id } of made)
    await until(`${id} ready`, async () => (await list()).find((each) => each.id === id)?.status === 'ready');
  for (const [count, { worktree, name }] of made.entries()) {
    await appendFile(path.join(worktree, 'README.md'), `Parsed ${name}.\n`.repeat(count + 1));
    await mkdir(path.join(worktree, 'src'), { recursive: true });
    await writeFile(path.join(worktree, 'src', 'parser.ts'), count < 2 ? 'same\n' : 'other\n');
    await writeFile(path.join(worktree, 'LICENSE.txt'), 'All of them have this one.\n');
    if (count === 1) await writeFile(path.join(worktree, HOSTILE), 'x\n');
    if (count === 2) await writeFile(path.join(worktree, 'logo.png'), Buffer.from([0, 1, 2]));
    await asking.ask('session/changes', { id: made[count]?.id });
  }

  // From the palette: those of the task are ticked already.
  await workbench.runCommand('Branchline: Compare Sessions…');
  await expect(workbench.quickInput).toContainText('3 Selected');
  await workbench.screenshot('comparison-1-which');
  await workbench.quickInput.getByRole('button', { name: 'OK' }).click();

  const table = comparison(workbench).getByRole('grid', { name: 'Compare Sessions' });
  await expect(table.getByRole('rowheader')).toHaveText([HOSTILE, 'LICENSE.txt', 'README.md', 'logo.png', 'src/parser.ts']);
  await expect(comparison(workbench).locator('img, a, iframe')).toHaveCount(0);
  await expect(cell(workbench, 'README.md', 'by-table')).toContainText('+2 −0');
  await expect(cell(workbench, 'src/parser.ts', 'by-hand')).toHaveAccessibleName(/Untracked, \+1 −0, the same as in by-table$/);
  await expect(cell(workbench, 'src/parser.ts', 'by-library')).not.toHaveAccessibleName(/the same as/);
  await expect(cell(workbench, 'logo.png', 'by-library')).toContainText('binary');
  await expect(cell(workbench, 'logo.png', 'by-hand')).toHaveAccessibleName(/not changed$/);
  await workbench.screenshot('comparison-2-table');
  await accessible(workbench, '.scrolled');

  // What is the same in all goes out of sight, and it follows what sessions do.
  await comparison(workbench).getByLabel('Only Files That Differ').check();
  await expect(table.getByRole('rowheader')).toHaveText([HOSTILE, 'README.md', 'logo.png', 'src/parser.ts']);
  await expect(comparison(workbench).locator('.toolbar')).toContainText('4 of 5 files');
  await appendFile(path.join(made[0]?.worktree ?? '', 'README.md'), 'One more.\n');
  await asking.ask('session/changes', { id: made[0]?.id });
  await expect(cell(workbench, 'README.md', 'by-hand')).toContainText('+2 −0');

  // By keys to a cell, whose file is compared with its base.
  await cell(workbench, HOSTILE, 'by-table').focus();
  await page.keyboard.press('ArrowDown');
  await expect(cell(workbench, 'README.md', 'by-table')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(workbench.tab(/^README\.md \(by-table\)/)).toBeVisible();
  await expect(page.locator('.editor-group-container.active .editor.modified').first()).toContainText('Parsed by-table.');
  await workbench.screenshot('comparison-3-cell');

  // Two of them with each other: a file, and all.
  await again(workbench);
  await comparison(workbench).getByRole('checkbox', { name: /“by-hand”/ }).check();
  await comparison(workbench).getByRole('checkbox', { name: /“by-library”/ }).check();
  await cell(workbench, 'README.md', 'by-hand').click();
  await expect(workbench.tab(/^README\.md \(by-hand and by-library\)/)).toBeVisible();
  await expect(page.locator('.editor-group-container.active .editor.original').first()).toContainText('Parsed by-hand.');
  await expect(page.locator('.editor-group-container.active .editor.modified').first()).toContainText('Parsed by-library.');
  await again(workbench);
  await comparison(workbench).getByRole('button', { name: 'Compare the Two' }).click();
  await expect(workbench.tab(/^“by-hand” and “by-library”/)).toBeVisible();
  await expect(page.locator('.multiDiffEntry').filter({ visible: true }).first()).toBeVisible();
  await workbench.screenshot('comparison-4-two');

  // Thousands of files: what is in sight is drawn.
  await again(workbench);
  const folder = path.join(made[2]?.worktree ?? '', 'many');
  await mkdir(folder);
  for (let count = 0; count < MANY; count++) await writeFile(path.join(folder, `file-${count}.txt`), `${count}\n`);
  await asking.ask('session/changes', { id: made[2]?.id });
  await expect(comparison(workbench).locator('.toolbar')).toContainText(`${MANY + 4} of ${MANY + 5} files`, { timeout: 60_000 });
  const drawn = async () => Number(await comparison(workbench).locator('tbody').getAttribute('data-drawn'));
  expect(await drawn()).toBeLessThan(150);
  await cell(workbench, 'README.md', 'by-hand').focus();
  await page.keyboard.press('Control+End');
  await expect(cell(workbench, 'src/parser.ts', 'by-library')).toBeFocused();
  await expect(cell(workbench, 'src/parser.ts', 'by-library')).toBeInViewport();
  expect(await drawn()).toBeLessThan(150);
  await workbench.screenshot('comparison-5-many');
  await accessible(workbench, '.scrolled');
  await git(made[2]?.worktree ?? '', 'clean', '-fdq', 'many');
  await asking.ask('session/changes', { id: made[2]?.id });

  for (const theme of themesOf('the comparison')) {
    await showIn(workbench, server, theme);
    await workbench.showBranchline();
    await expect(cell(workbench, 'README.md', 'by-table')).toBeVisible({ timeout: 60_000 });
    await cell(workbench, 'README.md', 'by-table').focus();
    await workbench.screenshot(`comparison-6-${theme[0].toLowerCase().replaceAll(' ', '-')}`);
    await accessible(workbench, '.scrolled');
  }
  const size = page.viewportSize() ?? { width: 1280, height: 800 };
  await page.setViewportSize({ width: 680, height: 430 });
  await expect(cell(workbench, 'README.md', 'by-hand')).toBeVisible();
  await workbench.screenshot('comparison-7-narrow');
  await page.setViewportSize(size);

  // One is kept, after it is said what that means.
  const branch = (await git(repo, 'symbolic-ref', '--short', 'HEAD')).trim();
  const before = await git(repo, 'rev-parse', branch);
  await comparison(workbench).getByRole('button', { name: 'Keep This One… by-table' }).click();
  await workbench.pick(/^Squash\b/);
  await expect(workbench.quickInput).toContainText('What git will run');
  await workbench.pick(/^Squash and Land/);
  await expect(workbench.dialog).toContainText('Keep “by-table” and remove 2 other sessions?');
  await expect(workbench.dialog).toContainText('by-hand, by-library');
  await workbench.screenshot('comparison-8-meaning');
  await workbench.dialog.getByRole('button', { name: 'Land and Remove Others' }).click();
  const kept = workbench.notifications.filter({ hasText: 'Removed: by-hand, by-library.' });
  await expect(kept).toBeVisible({ timeout: 60_000 });
  expect(await readFile(path.join(repo, 'README.md'), 'utf8')).toContain('Parsed by-table.');
  await expect(comparison(workbench).getByText('fewer than two of the sessions are there')).toBeVisible();
  expect((await list()).map(({ name }) => name)).toEqual(['by-table']);
  await workbench.screenshot('comparison-9-kept');
  await kept.getByRole('button', { name: 'Put Back' }).click();
  await expect(workbench.notifications.filter({ hasText: `2 sessions are back. ${branch} is where it was before.` })).toBeVisible({ timeout: 60_000 });
  expect(await git(repo, 'rev-parse', branch)).toBe(before);
  expect(await git(repo, 'status', '--porcelain')).toBe('');
  await expect(cell(workbench, 'README.md', 'by-hand')).toContainText('+2 −0');
  await workbench.screenshot('comparison-10-back');
  await asking.end();
});

function comparison({ page }: Workbench): FrameLocator {
  return page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
}

function cell(workbench: Workbench, file: string, session: string): Locator {
  return comparison(workbench).getByRole('gridcell', { name: `${file}, ${session}: ` });
}

/** To the tab with the comparison, from the one that came in front of it. */
async function again(workbench: Workbench): Promise<void> {
  await workbench.tab(/^Compare Sessions/).click();
  await expect(comparison(workbench).getByRole('grid')).toBeVisible();
}
