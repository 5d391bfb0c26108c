/** An agent asks by its own hook, and all of it ships: the command that the agent runs, and who listens. */
import path from 'node:path';
import { expect, test } from './fixtures.ts';
import { endWhatIsLeftRunning, endWhatRunsInTheBackground, LEAVER, STARTER } from './leftRunning.ts';
import { newSession } from './sessions.ts';
import { ROOT } from './server.ts';

const CLAUDE = path.join(ROOT, 'tests', 'harness', 'hooked_claude.py');

test.use({
  settings: {
    'branchline.agentPaths': { claude: CLAUDE },
    'branchline.agents': { ...LEAVER, ...STARTER },
    'branchline.autoYes.default': 'safe',
  },
});

test('what an agent tells its hook is on the row, and what is allowed is answered there', async ({
  workbench,
  server,
  repo,
}) => {
  await workbench.open(server.address, repo);
  await workbench.showBranchline();

  // Neither was set by a command of ours: they hold once the user has allowed them. The notification goes by itself.
  await workbench.runCommand('Branchline: Auto-yes: Review Wider Settings…');
  await expect(workbench.quickInput).toContainText('new sessions begin with auto-yes safe instead of off');
  await expect(workbench.quickInput).toContainText(`the agent “claude” is ${CLAUDE}`);
  await workbench.screenshot('hooks-0-wider');
  // Enter alone allows nothing.
  await workbench.page.keyboard.press('Enter');
  await expect(workbench.quickInput).toBeHidden();
  await workbench.runCommand('Branchline: Auto-yes: Review Wider Settings…');
  await expect(workbench.quickInput).toContainText(`the agent “claude” is ${CLAUDE}`);
  await workbench.pick(/Allow All of This/);

  // It draws no dialog: nothing but the hook can have said what it waits for.
  await newSession(workbench, '', undefined, /Claude Code/);
  const row = workbench.row(/Claude Code/).first();
  await expect(row).toContainText('Bash make install');
  const tooltip = await workbench.tooltip(row);
  await expect(tooltip).toContainText('hook: PermissionRequest');
  await expect(tooltip).toContainText('make install');
  await workbench.screenshot('hooks-1-waiting');
  await workbench.expectTerminal(/make install: the hook ended with 0 and said nothing/);

  // The agent reads the answer from its hook; no key is typed for it.
  await workbench.typeIntoTerminal('git status');
  await workbench.page.keyboard.press('Enter');
  await workbench.expectTerminal(/git status: the hook ended with 0 and said \{.*"allow"/s);
  await workbench.runCommand('Branchline: Auto-yes: Show Log');
  await expect(workbench.row(/^Approved, Bash git status, by preset safe/)).toBeVisible();
  await workbench.screenshot('hooks-2-allowed');

  await workbench.showBranchline();
  await endWhatRunsInTheBackground(workbench, server);
  await endWhatIsLeftRunning(workbench, server);
});
