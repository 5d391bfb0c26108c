/**
 * `make bench` of the dashboard: what part of its time the page's thread runs scripts while ten agents work in sight
 * (target: 10 % at most), and while the tab is hidden, which is what the window needs by itself; and from the click on an
 * answer until its card shows what the agent does then, with the agent's own time and the looks at its screen in it.
 */
import { expect } from '@playwright/test';
import { Asking } from './asking.ts';
import { report } from './figures.ts';
import { test } from './fixtures.ts';

const AGENTS = 10;
const RUNS = 5;
const WHILE = 4_000;

test.use({ settings: { 'branchline.maxSessions': AGENTS + 1 } });

test('what the dashboard costs', async ({ workbench, server, repo }) => {
  test.setTimeout(900_000);
  const { page } = workbench;
  await page.setViewportSize({ width: 2400, height: 2000 });
  await workbench.open(server.address, repo);
  await workbench.showBranchline();
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
    console.log(`  ${what}: median ${sorted[Math.floor(RUNS / 2)]} % (${sorted[0]} to ${sorted[RUNS - 1]} %), ${RUNS} runs of ${WHILE} ms`);
  };
  await share(`scripts of the window, ${AGENTS} busy cards in sight`);
  await workbench.runCommand('File: New Untitled Text File');
  await expect(page.locator('iframe.webview')).toHaveCount(0);
  await share('scripts of the window, the dashboard hidden');

  await workbench.runCommand('Branchline: Show Dashboard');
  const asking = new Asking(server, { DEMO_AGENT_SPEED: '20' });
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const { id } = await asking.create(repo, 'Delete the old script', { name: `asks-${run}` });
    const card = dashboard.getByRole('group', { name: new RegExp(`^asks-${run}, `) });
    const no = card.getByRole('button', { name: /^No/ });
    await no.waitFor();
    await page.waitForTimeout(1_000);
    const answered = card.evaluate(
      (element) =>
        new Promise<number>((resolve) => {
          let clicked = 0;
          element.addEventListener('click', () => (clicked = performance.now()), { capture: true, once: true });
          new MutationObserver(() => {
            if (clicked && element.getAttribute('data-standing') !== 'waiting') resolve(performance.now() - clicked);
          }).observe(element, { attributes: true });
        }),
    );
    await no.click();
    times.push(await answered);
    await asking.ask('session/remove', { id, force: true, keepBranch: false });
  }
  report('click on an answer until the card shows what the agent does then', times);
  for (const each of [asking, slowly]) await each.end();
});
