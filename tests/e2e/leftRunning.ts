/** What an agent leaves running is named before it is ended with it: on a stop, a pause and a removal. */
import { expect, type Locator } from '@playwright/test';
import { newSession } from './sessions.ts';
import { type Server, until } from './server.ts';
import type { Workbench } from './workbench.ts';

/** Starts a program of its own, which does not end with it. */
export const LEAVER = {
  leaver: { title: 'Leaver', command: ['sh', '-c', 'setsid sleep 4321 < /dev/null > /dev/null 2>&1 & echo up; exec cat'] },
};

/** Starts one with each line that it is told, and is ready again. */
export const STARTER = {
  starter: {
    title: 'Starter',
    command: ['sh', '-c', 'printf "> "; while read line; do sleep 4322 < /dev/null > /dev/null 2>&1 & printf "started\\n> "; done'],
  },
};

/** What an agent left in the background stands below its row, and can be ended there. */
export async function endWhatRunsInTheBackground(workbench: Workbench, server: Server): Promise<void> {
  await newSession(workbench, 'start it', undefined, /Starter/);
  const row = workbench.row(/Starter/).first();
  await expect(row).toHaveAccessibleName(/Ready, 1 in the background/);
  await workbench.expand(row);
  const work = workbench.row(/^sleep 4322, process, for/);
  await expect(work).toBeVisible();
  await workbench.screenshot('background-1-row');
  await workbench.contextAction(work, /^End This Process/);
  await expect(workbench.dialog).toContainText('End “sleep 4322”?');
  await workbench.screenshot('background-2-end');
  await workbench.dialog.getByRole('button', { name: 'End Process' }).click();
  await expect(work).toBeHidden();
  await expect(row).not.toHaveAccessibleName(/in the background|has ended/);
  expect((await server.processes()).filter(({ command }) => command === 'sleep 4322')).toEqual([]);
}

export async function endWhatIsLeftRunning(workbench: Workbench, server: Server): Promise<void> {
  await newSession(workbench, '', undefined, /Leaver/);
  const row = workbench.row(/Leaver/).first();
  const [first] = await asked(workbench, row, 'Stop', server);
  await expect(workbench.dialog).toContainText('Stop “');
  await says(workbench, first);
  await workbench.screenshot('left-running-1-stop');
  await workbench.dialog.getByRole('button', { name: 'Cancel' }).click();
  expect(await left(server)).toEqual([first]);
  await expect(row).not.toHaveAccessibleName(/Paused/);
  await workbench.contextAction(row, 'Stop');
  await confirmed(workbench, row, 'Stop', server);

  await workbench.inlineAction(row, /^Resume/);
  await says(workbench, ...(await asked(workbench, row, /^Pause(?! and)/, server)));
  await workbench.screenshot('left-running-2-pause');
  await confirmed(workbench, row, 'Pause', server);

  await workbench.inlineAction(row, /^Resume/);
  await says(workbench, ...(await asked(workbench, row, /^Remove/, server)));
  await workbench.screenshot('left-running-3-remove');
  await workbench.dialog.getByRole('button', { name: 'Remove' }).click();
  await expect(row).toBeHidden();
  await gone(server);
}

/** The pids of what it left, once it is there. */
async function left(server: Server): Promise<number[]> {
  const found = async () => (await server.processes()).filter(({ command }) => command === 'sleep 4321');
  await until('what the agent leaves running', async () => (await found()).length > 0);
  return (await found()).map(({ pid }) => pid);
}

/** The action of the row, once nothing draws that anew below the menu; gives what runs then. */
async function asked(workbench: Workbench, row: Locator, action: string | RegExp, server: Server): Promise<number[]> {
  await expect(row).toHaveAccessibleName(/Ready/);
  const pids = await left(server);
  await workbench.contextAction(row, action);
  return pids;
}

async function says(workbench: Workbench, ...pids: (number | undefined)[]): Promise<void> {
  await expect(workbench.dialog).toContainText('still runs');
  for (const pid of pids) await expect(workbench.dialog).toContainText(`sleep (${pid})`);
}

async function confirmed(workbench: Workbench, row: Locator, button: string, server: Server): Promise<void> {
  await workbench.dialog.getByRole('button', { name: button, exact: true }).click();
  await expect(row).toHaveAccessibleName(/Paused/);
  await gone(server);
}

async function gone(server: Server): Promise<void> {
  const there = async () => (await server.processes()).some(({ command }) => command === 'sleep 4321');
  await until('the end of what the agent left running', async () => !(await there()));
}
