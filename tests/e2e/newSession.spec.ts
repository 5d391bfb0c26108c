/** New Session, from wherever it is asked for: Enter, Enter; what can be changed; what goes along. */
import { existsSync } from 'node:fs';
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, git, test } from './fixtures.ts';
import { choose, newSession, worktree } from './sessions.ts';
import type { Workbench } from './workbench.ts';

const ISSUE = {
  number: 7,
  title: 'Totals are $(check) wrong [x](command:y)',
  body: 'They are.\n<!-- hidden -->',
  url: 'https://github.com/octo/weather/issues/7',
};

/** A `gh` that knows one issue, where the user's own shell finds it. */
async function putGh(home: string): Promise<void> {
  const bin = path.join(home, 'bin');
  await mkdir(bin);
  const code = `#!/bin/sh\n[ "$1" = issue ] || exit 1\ncat <<'END'\n${JSON.stringify(ISSUE)}\nEND\n`;
  await writeFile(path.join(bin, 'gh'), code, { mode: 0o755 });
}

const options = (workbench: Workbench) => workbench.quickInput.getByRole('option');
const start = (workbench: Workbench) => workbench.quickInput.getByRole('option', { name: /^Start\b/ });

/** Types into the input of a part. Each takes over the same input: what is typed too early goes into the list before. */
async function write(workbench: Workbench, part: string, text: string): Promise<void> {
  await workbench.pick(new RegExp(`^${part}\\b`));
  await expect(workbench.quickInput).toContainText(`New Session: ${part}`);
  await workbench.answer(text);
}

test('an instruction, Enter, Enter; all that can be changed; issues, selections, problems and files', async ({
  workbench,
  server,
  sample,
  workspace,
}) => {
  const { page } = workbench;
  await putGh(server.home);
  const weather = await sample('weather');
  const notes = await sample('notes');
  for (const repo of [weather, notes]) await git(repo, 'remote', 'add', 'origin', 'git@github.com:octo/weather.git');
  await git(weather, 'branch', 'topic');
  await workbench.open(server.address, await workspace([weather, notes]));
  await workbench.showBranchline();

  // Enter, Enter, also with several repositories; all that holds is told.
  await workbench.runCommand('Branchline: New Session…');
  await expect(workbench.quickInput).toContainText('New Session: Instruction');
  await workbench.quickInput.locator('input').fill('Write docs');
  await workbench.screenshot('new-1-instruction');
  await page.keyboard.press('Enter');
  await expect(start(workbench)).toContainText('weather · Demo agent · from the current HEAD · auto-yes off');
  await workbench.screenshot('new-2-start');
  await page.keyboard.press('Enter');
  await expect(workbench.row(/docs/i).first()).toBeVisible();
  await workbench.expectTerminal(/README\.md/);

  // What is typed is there again for whoever left, with what was changed.
  await workbench.runCommand('Branchline: New Session…');
  await workbench.answer('Add a greeting feature');
  await choose(workbench, /^Repository\b/, /notes/);
  await workbench.leaveQuickInput();
  await workbench.runCommand('Branchline: New Session…');
  await expect(workbench.quickInput.locator('input')).toHaveValue('Add a greeting feature');
  await page.keyboard.press('Enter');
  await expect(start(workbench)).toContainText('notes · Demo agent');

  // Agents: the installed ones, the others behind one row with how they are installed.
  await workbench.pick(/^Agent\b/);
  await expect(options(workbench).filter({ hasText: /can be installed/ })).toHaveCount(1);
  await workbench.screenshot('new-3-agents');
  await workbench.pick(/can be installed/);
  await expect(options(workbench).filter({ hasText: 'npm install -g @openai/codex' })).toBeVisible();
  await workbench.screenshot('new-4-agents-to-install');
  await page.keyboard.press('Escape');
  await expect(start(workbench)).toBeVisible();

  // A folder, arguments and variables for this one; two of them.
  await workbench.pick(/^More/);
  await write(workbench, 'Subfolder', 'src');
  await workbench.pick(/^More/);
  await write(workbench, 'Extra Variables', 'no variable');
  await expect(workbench.quickInput).toContainText('“no” is no variable');
  await workbench.answer('MODE=quick');
  await write(workbench, 'Copies', '2');
  await expect(start(workbench)).toContainText('Start 2 Sessions');
  await workbench.screenshot('new-5-changed');
  await page.keyboard.press('Enter');
  const greetings = workbench.row(/greeting/i);
  await expect(greetings).toHaveCount(2);
  await workbench.expectTerminal(/notes\.worktrees\/[\w-]+\/src/);
  await workbench.screenshot('new-6-two');

  // An issue by its number: its words are words.
  await workbench.runCommand('Branchline: New Session…');
  await workbench.quickInput.locator('input').fill('Fix #7');
  await expect(workbench.quickInput).toContainText('Issue #7: Totals are');
  await workbench.screenshot('new-7-issue');
  await page.keyboard.press('Enter');
  await choose(workbench, /^Repository\b/, /weather/);
  await expect(options(workbench).filter({ hasText: 'Goes Along' })).toContainText('Issue #7');

  // An existing branch.
  await workbench.pick(/^Base\b/);
  await expect(workbench.quickInput).toContainText('New Session: Base');
  await workbench.screenshot('new-8-base');
  await workbench.pick(/^Work on an Existing Branch/);
  await workbench.pick(/^topic/);
  await expect(start(workbench)).toContainText('on topic');
  await start(workbench).click();
  await workbench.expectTerminal(/Issue #7: Totals are/);
  expect(await workbench.terminalText()).not.toContain('hidden');
  expect(await git(weather, 'worktree', 'list')).toContain('[topic]');

  // About the file in front; a note in it has a light bulb.
  await writeFile(path.join(notes, 'todo.py'), '# TODO: add a greeting\n');
  await workbench.runCommand('Go to File...');
  await workbench.quickInput.locator('input').fill('todo.py');
  await workbench.pick(/todo\.py/);
  await expect(workbench.tab(/todo\.py/)).toBeVisible();
  await workbench.runCommand('Branchline: New Session About This…');
  await expect(workbench.quickInput).toContainText('New Session: About todo.py');
  await workbench.screenshot('new-9-about');
  await workbench.leaveQuickInput();
  await page.locator('.editor-instance .view-line').first().click();
  await workbench.runCommand('Quick Fix...');
  await expect(page.locator('.action-widget').first()).toContainText('Give This Note to an Agent…');
  await workbench.screenshot('new-10-note');
  await page.keyboard.press('Enter');
  await expect(workbench.quickInput.locator('input')).toHaveValue('Do what this note says.');
  await page.keyboard.press('Enter');
  await expect(start(workbench)).toContainText('notes');
  await expect(options(workbench).filter({ hasText: 'Goes Along' })).toContainText(
    'todo.py, line 1: TODO: add a greeting',
  );
  await workbench.leaveQuickInput();

  // Longer ones are written in a tab, with all that was chosen.
  await workbench.runCommand('Branchline: New Session…');
  await workbench.quickInput.getByRole('button', { name: 'Write It in an Editor Tab' }).click();
  await expect(workbench.tab(/New Session/)).toBeVisible();
  await workbench.screenshot('new-11-tab');

  // What a fresh session would lack; what is checked comes along with the next one, as do changes where that is chosen.
  await mkdir(path.join(weather, '.git', 'info'), { recursive: true });
  await writeFile(path.join(weather, '.git', 'info', 'exclude'), '.env*\n.venv\n');
  await writeFile(path.join(weather, '.env'), 'PORT=3000\n');
  await mkdir(path.join(weather, '.venv'));
  await writeFile(path.join(weather, '.venv', 'pyvenv.cfg'), '');
  await writeFile(path.join(weather, 'README.md'), 'Not committed yet.\n');
  await workbench.runCommand('Branchline: Check Worktree Setup…');
  await workbench.pick(/^weather/);
  await expect(workbench.quickInput).toContainText('What a Fresh Session in weather Would Lack');
  await expect(workbench.quickInput).toContainText('Port 3000 is fixed here');
  await workbench.screenshot('new-12-check');
  await page.keyboard.press('Enter');
  await expect(workbench.tab(/\.worktreeinclude/)).toBeVisible();
  await expect(page.locator('.editor-instance .view-lines').first()).toContainText('/.env');
  await workbench.screenshot('new-13-list');
  await workbench.runCommand('Branchline: New Session…');
  await workbench.answer('Use the port');
  await choose(workbench, /^Repository\b/, /weather/);
  await choose(workbench, /^Base\b/, /with Your Uncommitted Changes/);
  await expect(start(workbench)).toContainText('from the current HEAD, with your uncommitted changes');
  await start(workbench).click();
  await expect(workbench.row(/port/i).first()).toBeVisible();
  await expect.poll(async () => git(weather, 'worktree', 'list')).toMatch(/port/);
  const tree = await worktree(weather, 'use-port').catch(async () => worktree(weather, 'port'));
  await expect.poll(() => existsSync(path.join(tree, '.env'))).toBe(true);
  expect(await readFile(path.join(tree, 'README.md'), 'utf8')).toBe('Not committed yet.\n');
  expect(await git(weather, 'stash', 'list')).toBe('');

  // The set-up script that a project could have is shown, written, approved, and run in the next session.
  await writeFile(path.join(weather, '.env.example'), 'PORT=3000\n');
  await workbench.runCommand('Branchline: Check Worktree Setup…');
  await workbench.pick(/^weather/);
  await expect(workbench.quickInput).toContainText('Can be written here: you see it first.');
  await workbench.quickInput.locator('.monaco-list-row').filter({ hasText: '.branchline/setup' }).click();
  await workbench.screenshot('setup-1-offer');
  await page.keyboard.press('Enter');
  const asked = (text: string) => workbench.notifications.filter({ hasText: text });
  const press = async (text: string, button: string) =>
    asked(text).getByRole('button', { name: button, exact: true }).click();
  await expect(asked('Write this as .branchline/setup in weather?')).toBeVisible();
  await expect(page.locator('.editor-instance .view-lines').first()).toContainText('grep -qxF');
  await workbench.screenshot('setup-2-shown');
  await press('Write this as', 'Write');
  await expect(asked('comes with the repository')).toBeVisible();
  await expect(workbench.tab(/Scripts of weather/)).toBeVisible();
  await workbench.screenshot('setup-3-approve');
  await press('comes with the repository', 'Approve');
  await newSession(workbench, 'Serve the page');
  const served = await worktree(weather, 'serve-page');
  await expect.poll(async () => readFile(path.join(served, '.env'), 'utf8').catch(() => '')).toMatch(/^PORT=4\d{4}$/m);

  // Another text is not run before it is approved, and what changed is shown.
  await appendFile(path.join(weather, '.branchline', 'setup'), 'echo two > ran\n');
  await newSession(workbench, 'Paint the fence');
  await expect(workbench.row(/fence/i).first()).toContainText('Set-up script waits for your approval');
  await expect(asked('is not the one that you approved')).toBeVisible();
  await expect(workbench.tab(/What Changed/)).toBeVisible();
  await expect(page.locator('.editor-instance .view-lines').last()).toContainText('echo two > ran');
  await workbench.screenshot('setup-4-changed');
  const painted = await worktree(weather, 'paint-fence');
  expect(existsSync(path.join(painted, 'ran'))).toBe(false);
  await press('is not the one that you approved', 'Approve and Run');
  await expect.poll(() => existsSync(path.join(painted, 'ran'))).toBe(true);
  await expect(workbench.row(/fence/i).first()).not.toContainText('waits for your approval');

  // The user's own set-up script runs in the terminal that the agent has then; that it failed is told, with its log.
  const go = path.join(server.work, 'wall is dry');
  const wet = `echo the wall is wet; until [ -e "${go}" ]; do sleep 0.1; done; exit 3`;
  await server.set({ 'branchline.setupScript': wet });
  await press('new worktrees are set up by this', 'Allow');
  await workbench.runCommand('Branchline: New Session…');
  await workbench.answer('Paint the wall');
  await choose(workbench, /^Repository\b/, /weather/);
  await start(workbench).click();
  const wall = workbench.row(/wall/i).first();
  await expect(wall).toContainText('Running the set-up script');
  await workbench.expectTerminal(/the wall is wet/);
  await workbench.screenshot('setup-running');
  await writeFile(go, '');
  await workbench.expectTerminal(/README\.md/);
  await expect(wall).toContainText('Set-up failed: exit code 3');
  await expect(asked('The set-up script failed with exit code 3.')).toBeVisible();
  await workbench.screenshot('setup-failed');
  await press('The set-up script failed', 'Show Log');
  await expect(workbench.tab(/Set-up of/)).toBeVisible();
  await expect(page.locator('.editor-instance .view-lines').first()).toContainText('the wall is wet');
  await workbench.screenshot('setup-log');
});
