/** Sessions outlive what happens to windows and to our own processes. */
import type { Locator } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { drop, mendAndKeep, moveAndLocate } from './lost.ts';
import { endRun, runAndPreview } from './running.ts';
import { newSession, withTerminal, worktree } from './sessions.ts';
import { until } from './server.ts';
import { Workbench } from './workbench.ts';

test('sessions in two repositories of one window; a reload; a second window; a moved repository, cut links', async ({
  workbench,
  server,
  sample,
  workspace,
  context,
}) => {
  const folders = [await sample('weather'), await sample('notes')];
  await workbench.open(server.address, await workspace(folders));
  await workbench.showBranchline();
  await newSession(workbench, 'Write docs for the weather', 'weather');
  // The instruction comes first; a list that what is typed does not fit says so, and is whole again without it.
  await workbench.runCommand('Branchline: New Session…');
  await workbench.answer('Add tests for the notes');
  await workbench.pick(/^Repository\b/);
  await expect(workbench.quickInput).toContainText('New Session: Repository');
  await workbench.answer('Add a greeting');
  await expect(workbench.quickInput).toContainText('Nothing here fits “Add a greeting”');
  await expect(workbench.quickInput).toContainText('New Session: Repository');
  await workbench.screenshot('survive-0-nothing-fits');
  await workbench.quickInput.locator('input').fill('');
  await expect(workbench.quickInput.getByRole('option')).toHaveCount(2);
  await workbench.pick('notes');
  await withTerminal(workbench, () => workbench.pick(/^Start\b/));
  const rows = [workbench.row(/docs.*weather/i).first(), workbench.row(/tests.*notes/i).first()];
  for (const row of rows) await expect(row).toBeVisible();
  await workbench.runCommand('Branchline: Group Sessions By…');
  await workbench.pick(/^Repository/);
  await expect(workbench.row(/^Repository weather, 1 session/)).toBeVisible();
  await until('both agents', async () => (await server.pids('demo-agent')).length === 2);
  const agents = await server.pids('demo-agent');
  await workbench.screenshot('survive-1-two-repositories');
  const served = await worktree(folders[0] as string, 'docs-weather');
  await runAndPreview(workbench, rows[0] as Locator, served);

  await workbench.reload();
  await workbench.showBranchline();
  for (const row of rows) await expect(row).toBeVisible();
  expect(await server.pids('demo-agent')).toEqual(agents);
  await workbench.screenshot('survive-2-reloaded');
  await endRun(workbench, rows[0] as Locator, served);

  const second = new Workbench(await context.newPage());
  await second.open(server.address, folders[0]);
  await second.showBranchline();
  await expect(second.row(/docs.*weather/i).first()).toBeVisible();
  await newSession(second, 'Fix the amount bug');
  await expect(workbench.row(/amount-bug/).first()).toBeVisible();
  await second.screenshot('survive-3-second-window');
  await second.page.close();

  // What is moved or cut off beside all that is found again.
  const [weather, notes] = folders as [string, string];
  const [docs, tests] = rows as [Locator, Locator];
  await workbench.contextAction(tests, 'Stop');
  await expect(tests).toHaveAccessibleName(/Paused: stopped/);
  const moved = await moveAndLocate(workbench, tests, notes, weather);
  await drop(workbench, tests, await worktree(moved, 'tests-notes'));
  await mendAndKeep(workbench, docs, await worktree(weather, 'docs-weather'), weather);
});
