/**
 * `make bench` of the window: from the click that creates a session to its row (target: 100 ms).
 *
 * Beside it what the window needs by itself: the list that was clicked closes when the extension host has been told of
 * the click and has answered, one way there and back without anything of the sidecar's.
 */
import { report } from './figures.ts';
import { expect, test } from './fixtures.ts';

const RUNS = 10;

interface Times {
  closed: number;
  row: number;
}

/** What the window keeps until it is asked. */
interface Watching {
  shown: Promise<Times>;
}

test('from the click to the row', async ({ workbench, server, repo }) => {
  const { page } = workbench;
  await workbench.open(server.address, repo);
  await workbench.showBranchline();
  const times: Times[] = [];
  for (let run = 0; run < RUNS; run++) {
    await workbench.runCommand('Branchline: New Session…');
    await workbench.answer(`Measure number${run}`);
    const start = workbench.quickInput.getByRole('option', { name: /^Start\b/ });
    await start.waitFor();
    await page.evaluate((source) => {
      const wanted = new RegExp(source);
      const rows = () => [...document.querySelectorAll('.sidebar [role="treeitem"]')];
      const isThere = () => rows().some((row) => wanted.test(row.getAttribute('aria-label') ?? ''));
      const isClosed = () => {
        const list = document.querySelector<HTMLElement>('.quick-input-widget');
        return !list || list.style.display === 'none';
      };
      let clicked = 0;
      let closed = 0;
      document.addEventListener('mousedown', () => (clicked = performance.now()), { capture: true, once: true });
      (window as unknown as Watching).shown = new Promise<Times>((resolve) => {
        const watch = () => {
          const since = performance.now() - clicked;
          if (clicked && !closed && isClosed()) closed = since;
          if (clicked && isThere()) resolve({ closed: closed || since, row: since });
          else requestAnimationFrame(watch);
        };
        watch();
      });
    }, `number${run}\\b`);
    await start.click();
    times.push(await page.evaluate(() => (window as unknown as Watching).shown));
    await expect(workbench.row(new RegExp(`number${run}\\b`))).toBeVisible();
    // Its terminal takes the focus when it opens, from whatever has it then.
    await workbench.tab(new RegExp(`number${run}\\b`)).waitFor();
    // Then it works, and its terminal is drawn ten times a second, until it asks.
    await expect(workbench.row(new RegExp(`number${run}\\b`))).toHaveAttribute('aria-label', /waiting/i);
    await page.waitForTimeout(1000);
  }
  report('click to row', times.map(({ row }) => row));
  report('click until the list is closed, which is the window alone', times.map(({ closed }) => closed));
});
