/**
 * `make bench` of the switch: from the Enter in the list of sessions to the other one's terminal, with the focus and
 * with what came while it was hidden (target: 250 ms at p95), with ten open terminals.
 *
 * Beside it the same from a plain list to plain terminals: VS Code's own part.
 */
import type { Page } from '@playwright/test';
import { Asking } from './asking.ts';
import { report } from './figures.ts';
import { expect, test } from './fixtures.ts';
import { Nothing } from './nothing.ts';
import { allow, create, fileOf, SETTINGS, say } from './tails.ts';
import type { Workbench } from './workbench.ts';

const TERMINALS = 10;
const ROUNDS = 4;

interface Target {
  name: string;
  file: string;
}

test.use({ settings: SETTINGS });

test('from Enter to the other terminal', async ({ workbench, server, repo }) => {
  test.setTimeout(1_800_000);
  const nothing = await Nothing.install(server);
  await workbench.open(server.address, repo);
  await workbench.showBranchline();
  await nothing.started();
  await allow(workbench);
  const asking = new Asking(server);
  const sessions = await create(asking, repo, TERMINALS);
  await asking.end();
  const targets = sessions.map((session) => ({ name: session.name, file: fileOf(server, session) }));

  // The first round opens them.
  const ours = await rounds(workbench, 'Branchline: Switch Session…', targets, 1 + ROUNDS);
  await workbench.screenshot('bench-switch');
  await nothing.ask('close');
  await expect(workbench.page.locator('.tabs-container').getByRole('tab')).toHaveCount(0);
  await nothing.ask('open', { files: targets.map(({ file }) => file) });
  const plain = targets.map(({ file }) => ({ name: file.split('/').at(-1) as string, file }));
  const floor = await rounds(workbench, 'Nothing: Switch Terminal', plain, 1 + ROUNDS);
  // VS Code keeps the programs of a closed window's terminals.
  await nothing.ask('close');

  report('Enter → focused, repainted terminal of the session', ours.slice(TERMINALS));
  report('Enter → plain terminal, which is the window alone', floor.slice(TERMINALS));
});

async function rounds(workbench: Workbench, command: string, targets: Target[], count: number): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < count; round++)
    for (const target of targets) times.push(await once(workbench, command, target, `${command.slice(0, 4)}${round}`));
  return times;
}

async function once(workbench: Workbench, command: string, target: Target, line: string): Promise<number> {
  const { page, quickInput } = workbench;
  const said = `${target.name}:${line}`;
  await say(target.file, said);
  await workbench.runCommand(command);
  const options = quickInput.getByRole('option');
  await expect(options.filter({ hasText: /tail-\d/ }).first()).toBeVisible();
  await quickInput.locator('input').fill(target.name);
  await expect(options).toHaveCount(1);
  await expect(options).toContainText(target.name);
  // What came for the hidden terminal is there, and what the window did for the list is over.
  await page.waitForTimeout(500);
  await watch(page, said);
  await page.keyboard.press('Enter');
  return page.evaluate(() => (window as unknown as Watching).painted);
}

interface Watching {
  /** Milliseconds from Enter on. */
  painted: Promise<number>;
}

/** Looks from now on for Enter, and for the frame in which the terminal that has the focus shows this. */
async function watch(page: Page, said: string): Promise<void> {
  await page.evaluate((text) => {
    const isThere = () => {
      const terminal = document.activeElement?.closest('.terminal-wrapper');
      return terminal?.querySelector('.xterm-rows')?.textContent?.includes(text);
    };
    let pressed = 0;
    document.addEventListener('keydown', () => (pressed = performance.now()), { capture: true, once: true });
    (window as unknown as Watching).painted = new Promise<number>((resolve) => {
      const look = () => {
        if (pressed && isThere()) requestAnimationFrame(() => resolve(performance.now() - pressed));
        else requestAnimationFrame(look);
      };
      look();
    });
  }, said);
}
