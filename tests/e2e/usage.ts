/** What agents used: on a session's tooltip, in the list of all with its days, and in a shell. */
import path from 'node:path';
import { expect } from '@playwright/test';
import { ROOT, type Server } from './server.ts';
import { newSession } from './sessions.ts';
import type { Workbench } from './workbench.ts';

const CLAUDE = path.join(ROOT, 'tests', 'harness', 'noting_claude.py');
const USED = '132k tokens in (120k cached), 4.5k out';

export const NOTING = { 'branchline.agentPaths': { claude: CLAUDE } };

/** What an agent notes of its answers is in the tooltip, in Show Usage, and in a shell. `NOTING` are the settings. */
export async function usageIsShown(workbench: Workbench, server: Server): Promise<void> {
  await workbench.runCommand('Branchline: Auto-yes: Review Wider Settings…');
  await expect(workbench.quickInput).toContainText(`the agent “claude” is ${CLAUDE}`);
  await workbench.pick(/Allow All of This/);
  await newSession(workbench, '', undefined, /Claude Code/);
  const row = workbench.row(/Claude Code/).first();
  await expect(row).toHaveAccessibleName(/Ready/);
  const inShell = async () => (await server.branchline('usage')).replaceAll(/ +/g, ' ');
  await expect.poll(inShell).toContain('132,000 in (120,000 cached) 4,500 out');
  await workbench.runCommand('Branchline: Show Usage');
  await expect(workbench.quickInput).toContainText(USED);
  await expect(workbench.quickInput).toContainText('Days, with the sessions that were removed');
  await workbench.screenshot('usage-1-list');
  await workbench.page.keyboard.press('Escape');
  await workbench.widenSideBar(560);
  await expect(await workbench.tooltip(row)).toContainText(`${USED} · claude-opus-5-5`);
  await workbench.screenshot('usage-2-tooltip');
}
