/** Three agents on one repository: rows say who would conflict, the forecast in which files and in what order to land. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Session } from '../../extension/src/protocol/protocol.ts';
import { Asking } from './asking.ts';
import { expect, test } from './fixtures.ts';
import { git, until } from './server.ts';

test.use({ actionTimeout: 60_000 });

test('conflicts between sessions are on their rows, and in the forecast with a file as git would merge it', async ({
  workbench,
  server,
  repo,
}) => {
  test.setTimeout(600_000);
  await workbench.open(server.address, repo);
  await workbench.showBranchline();
  await workbench.widenSideBar(640);
  const asking = new Asking(server, { DEMO_AGENT_SPEED: '20' });
  const made = async (instruction: string, name: string, files: Record<string, string>) => {
    const { id } = await asking.create(repo, instruction, { name });
    const record = async () =>
      (await asking.ask<{ sessions: Session[] }>('session/list', {})).sessions.find((each) => each.id === id);
    await until(`${name} to wait`, async () => (await record())?.status === 'waiting');
    const folder = (await record())?.worktree as string;
    for (const [file, text] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
      await writeFile(path.join(folder, file), text);
    }
    await asking.ask('session/changes', { id });
    return id;
  };
  const before = await git(repo, 'status', '--porcelain', '--branch');
  const readme = (line: string) => `Shop\n\n${line}\n`;
  await made('Fix the login page', 'fix-login', { 'README.md': readme('Log in first.'), 'docs/login.md': 'A form\n' });
  await made('Add a new interface', 'new-api', { 'README.md': readme('Use a token.'), 'docs/login.md': 'A token\n' });
  await made('Tidy up the notes', 'tidy-up', { 'docs/notes.md': 'Tidy\n' });

  // Both rows say it; the third has no part in it.
  const row = workbench.row(/^fix-login, /);
  await expect(row).toHaveAccessibleName(/conflicts with new-api in 2 files/);
  await expect(workbench.row(/^new-api, /)).toHaveAccessibleName(/conflicts with fix-login in 2 files/);
  await expect(workbench.row(/^tidy-up, /)).not.toHaveAccessibleName(/conflicts/);
  await workbench.screenshot('forecast-1-rows');
  await expect(await workbench.tooltip(row)).toContainText('Conflicts with new-api');
  await expect(await workbench.tooltip(row)).toContainText('README.md, docs/login.md');
  await workbench.screenshot('forecast-2-tooltip');

  // The forecast: files of the pair, and the order.
  await workbench.runCommand('Branchline: Merge Forecast');
  await expect(workbench.quickInput).toContainText('fix-login and new-api');
  await expect(workbench.quickInput).toContainText('both changed the same lines');
  await expect(workbench.quickInput).toContainText('Landed in this order, the fewest meet a conflict');
  await workbench.screenshot('forecast-3-list');
  await workbench.pick(/README\.md/);
  const editor = workbench.page.locator('.editor-instance .view-lines').first();
  await expect(workbench.tab(/README\.md \(merged: fix-login and new-api\)/)).toBeVisible();
  await expect(editor).toContainText('<<<<<<< fix-login');
  await expect(editor).toContainText('||||||| base');
  await expect(editor).toContainText('>>>>>>> new-api');
  await workbench.screenshot('forecast-4-file');
  expect(await git(repo, 'status', '--porcelain', '--branch')).toBe(before);

  // Checked together: first nobody has said by what, then two of them conflict, then one breaks it with another.
  const check = 'Branchline: Check Sessions Together…';
  const toast = (text: string) => workbench.notifications.filter({ hasText: text });
  const clear = async () => {
    await workbench.runCommand('Notifications: Clear All Notifications');
    await expect(workbench.notifications).toHaveCount(0);
  };
  await workbench.runCommand(check);
  await expect(workbench.quickInput).toContainText('3 Selected');
  await workbench.screenshot('check-1-choose');
  await workbench.page.keyboard.press('Enter');
  await expect(toast('No command is set').getByRole('button', { name: 'Open Setting' })).toBeVisible();
  await workbench.screenshot('check-2-not-set');
  await clear();
  const go = path.join(server.work, 'go');
  const sound = `echo checking; until [ -e ${go} ]; do sleep 0.1; done; [ ! -e docs/login.md ] || [ ! -e docs/notes.md ]`;
  await server.set({ 'branchline.check': { [repo]: { command: ['sh', '-c', sound] } } });
  await expect(toast('what checks')).toBeVisible();
  await workbench.screenshot('check-3-allow');
  await toast('what checks').getByRole('button', { name: 'Allow' }).click();
  await expect(toast('what checks')).toHaveCount(0);
  await workbench.runCommand(check);
  await expect(workbench.quickInput).toContainText('3 Selected');
  await workbench.page.keyboard.press('Enter');
  const conflicts = toast('new-api conflicts with fix-login in README.md, docs/login.md. Nothing was run.');
  await expect(conflicts).toBeVisible();
  await workbench.screenshot('check-4-conflicts');
  await conflicts.getByRole('button', { name: 'Check the Other 2' }).click();
  await expect(toast('Run 1: all of them')).toBeVisible();
  await expect(workbench.row(/^tidy-up, /)).toHaveAccessibleName(/being checked/);
  await workbench.screenshot('check-5-progress');
  await writeFile(go, '');
  const result = toast('tidy-up fails the check only together with fix-login. fix-login passes the check.');
  await expect(result).toBeVisible();
  await expect(workbench.row(/^tidy-up, /)).toHaveAccessibleName(/fails its check with fix-login/);
  await workbench.screenshot('check-6-result');
  await result.getByRole('button', { name: 'Open Log' }).click();
  await expect(editor).toContainText('=== Run 1: fix-login, tidy-up ===');
  await expect(await workbench.tooltip(row)).toContainText('passed');
  await workbench.screenshot('check-7-log');
  expect(await git(repo, 'status', '--porcelain', '--branch')).toBe(before);
  const worktrees = (await git(repo, 'worktree', 'list')).split('\n').filter((line) => line && !line.includes('.branchline-spares'));
  expect(worktrees).toHaveLength(4);

  // The parent branch goes on: that is said, too.
  await mkdir(path.join(repo, 'docs'), { recursive: true });
  await writeFile(path.join(repo, 'docs', 'notes.md'), 'Of the parent\n');
  await git(repo, 'add', '.');
  await git(repo, '-c', 'user.name=t', '-c', 'user.email=t@example.com', 'commit', '-qm', 'on');
  await workbench.runCommand('Branchline: Merge Forecast');
  await expect(workbench.quickInput).toContainText('tidy-up and its parent branch');
  await workbench.screenshot('forecast-5-parent');
  await workbench.pick(/notes\.md/);
  await expect(workbench.page.locator('.editor-instance .view-lines').first()).toContainText('>>>>>>> tidy-up');
  await expect(workbench.row(/^tidy-up, /)).toHaveAccessibleName(/conflicts with the parent branch in 1 file/);
  await workbench.screenshot('forecast-6-parent-file');
  await asking.end();
});
