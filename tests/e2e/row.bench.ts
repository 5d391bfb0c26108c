/** `make bench` of the window: from the click that creates a session to its row (target: 100 ms). */
import { expect, test } from './fixtures.ts';

const RUNS = 10;

test('from the click to the row', async ({ workbench, server, repo }) => {
  const { page } = workbench;
  await workbench.open(server.address, repo);
  await workbench.showBranchline();
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    await workbench.runCommand('Branchline: New Session…');
    await workbench.answer(`Measure number${run}`);
    const agent = workbench.quickInput.getByRole('option', { name: /Demo agent/ }).first();
    await agent.waitFor();
    const shown = page.evaluate((count) => {
      const rows = () => document.querySelectorAll('.sidebar .monaco-list-row[aria-level="1"]').length;
      return new Promise<number>((resolve) => {
        let clicked = 0;
        document.addEventListener('mousedown', () => (clicked = performance.now()), { capture: true, once: true });
        const watch = () => {
          if (clicked && rows() > count) resolve(performance.now() - clicked);
          else requestAnimationFrame(watch);
        };
        watch();
      });
    }, run);
    await agent.click();
    times.push(await shown);
    await expect(workbench.row(new RegExp(`number${run}\\b`))).toBeVisible();
    // Its terminal takes the focus when it opens, from whatever has it then.
    await workbench.tab(new RegExp(`number${run}\\b`)).waitFor();
    // Then it works, and its terminal is drawn ten times a second, until it asks.
    await expect(workbench.row(new RegExp(`number${run}\\b`))).toHaveAttribute('aria-label', /waiting/i);
    await page.waitForTimeout(1000);
  }
  const sorted = [...times].sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  console.log(`  click to row: p50 ${median.toFixed(0)} ms, worst ${(sorted.at(-1) ?? 0).toFixed(0)} ms, ${RUNS} runs`);
});
