/**
 * `make bench` of the dashboard: what part of its time the page's thread runs scripts while ten agents work in sight
 * (target: 10 % at most), while the tab is hidden, which is what the window needs by itself, and while a page that has
 * nothing but the same texts is shown as often; and from the click on an answer until its key is at the agent (target:
 * 100 ms at p95), beside these ten, and beside a click into the bare page until its extension has heard of it.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from '@playwright/test';
import type { Session } from '../../extension/src/protocol/protocol.ts';
import { Asking } from './asking.ts';
import { report } from './figures.ts';
import { test } from './fixtures.ts';
import { Nothing } from './nothing.ts';
import { ROOT, until } from './server.ts';
import { allow } from './tails.ts';

const AGENTS = 10;
const RUNS = 5;
const WHILE = 4_000;
/** Milliseconds between two paintings of a card. */
const EVERY = 250;
const CLICKS = 40;
/** An answer's button that has just come takes no click. */
const STEADY = 1_000;
const ASKS = path.join(ROOT, 'tests', 'harness', 'asking_agent.py');

test.use({
  settings: {
    'branchline.maxSessions': AGENTS + 1,
    'branchline.notifications': 'off',
    'branchline.agents': {
      asks: { title: 'Asks', command: ['sh', '-c', `exec python3 ${ASKS} "$HOME/keys"`], like: 'demo' },
    },
  },
});

test('what the dashboard costs', async ({ workbench, server, repo }) => {
  test.setTimeout(900_000);
  const { page } = workbench;
  await page.setViewportSize({ width: 2400, height: 2000 });
  const nothing = await Nothing.install(server);
  await workbench.open(server.address, repo);
  await workbench.showBranchline();
  await nothing.started();
  await allow(workbench);
  await expect(workbench.welcome).toContainText(/session/i);
  const slowly = new Asking(server, { DEMO_AGENT_SPEED: '0.001' });
  for (let count = 0; count < AGENTS; count++) await slowly.create(repo, `Add feature ${count}`, { name: `busy-${count}` });
  await workbench.runCommand('Branchline: Show Dashboard');
  const dashboard = page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
  await expect(dashboard.locator('.card[data-standing="working"] .line')).not.toHaveCount(0);
  await expect(dashboard.locator('.board')).toHaveAttribute('data-watched', String(AGENTS));

  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable');
  const scripts = async () => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    const of = (name: string) => metrics.find((each) => each.name === name)?.value ?? 0;
    return { at: of('Timestamp'), script: of('ScriptDuration') };
  };
  const share = async (what: string) => {
    const shares: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      const before = await scripts();
      await page.waitForTimeout(WHILE);
      const after = await scripts();
      shares.push((100 * (after.script - before.script)) / (after.at - before.at));
    }
    const sorted = shares.sort((a, b) => a - b).map((each) => each.toFixed(1));
    const median = Number(sorted[Math.floor(RUNS / 2)]);
    console.log(`  ${what}: median ${median} % (${sorted[0]} to ${sorted[RUNS - 1]} %), ${RUNS} runs of ${WHILE} ms`);
    return median;
  };
  const whole = await share(`scripts of the window, ${AGENTS} busy cards in sight`);
  const frames: string[][] = [];
  for (let frame = 0; frame < WHILE / EVERY; frame++) {
    frames.push(await dashboard.locator('.screen').allInnerTexts());
    await page.waitForTimeout(EVERY);
  }
  await workbench.runCommand('File: New Untitled Text File');
  await expect(page.locator('iframe.webview')).toHaveCount(0);
  await share('scripts of the window, the dashboard hidden');
  await nothing.ask('page', { frames, every: EVERY });
  await expect(dashboard.locator('pre').last()).not.toBeEmpty();
  const bare = await share(`scripts of the window, a bare page with the same ${AGENTS} texts`);
  console.log(`  the whole beside a bare page with the same text: ${(whole / bare).toFixed(1)} times its scripts`);
  for (let run = 0; run < CLICKS; run++) {
    await dashboard.locator('body').click();
    await until(`click ${run}`, async () => (await nothing.ask<number[]>('clicks')).length > run);
    await page.waitForTimeout(STEADY);
  }
  report('click into the bare page → its extension has heard of it', await nothing.ask<number[]>('clicks'));
  await workbench.runCommand('View: Close Editor');

  await workbench.runCommand('Branchline: Show Dashboard');
  const { id } = await slowly.ask<Session>('session/create', { repo, agent: 'asks', name: 'asks' });
  const card = dashboard.getByRole('group', { name: /^asks, / });
  const clicks: number[] = [];
  const keys = async () => (await readFile(path.join(server.home, 'keys'), 'utf8').catch(() => '')).split('\n').filter(Boolean);
  for (let run = 0; run < CLICKS; run++) {
    const no = card.getByRole('button', { name: /^No/ });
    await expect(card.locator('.command')).toContainText(`number ${run}`);
    await page.waitForTimeout(STEADY);
    const clicked = card.evaluate(
      (element) =>
        new Promise<number>((resolve) => {
          const told = ({ timeStamp }: Event) => resolve(performance.timeOrigin + timeStamp);
          element.addEventListener('click', told, { capture: true, once: true });
        }),
    );
    await no.click();
    clicks.push(await clicked);
    await until(`key ${run}`, async () => (await keys()).length > run);
  }
  const came = (await keys()).map(Number);
  report(`click on an answer → its key is at the agent, beside ${AGENTS} busy cards`, clicks.map((at, run) => (came[run] ?? 0) - at));
  await slowly.ask('session/remove', { id, force: true, keepBranch: false });
  await slowly.end();
});
