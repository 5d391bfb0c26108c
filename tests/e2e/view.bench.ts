/**
 * `make bench` of the felt start: from the click on Branchline's icon to its rows, in a window that was opened a few
 * seconds before on a machine where no sidecar ran (target: 50 ms beside VS Code's own part).
 *
 * Beside it the same for the Explorer and a file: what VS Code needs by itself.
 */
import type { Page } from '@playwright/test';
import { Asking } from './asking.ts';
import { report } from './figures.ts';
import { expect, test } from './fixtures.ts';
import { allow, create, SETTINGS } from './tails.ts';

const WINDOWS = 10;
/** Milliseconds in which somebody looks at a new window. */
const LOOKED = 4_000;

interface Watching {
  shown: Promise<number>;
}

test.use({ settings: SETTINGS });

test('from the click on the icon to the rows', async ({ workbench, server, repo }) => {
  test.setTimeout(900_000);
  const { page } = workbench;
  await workbench.open(server.address, repo);
  await workbench.showBranchline();
  await allow(workbench);
  const asking = new Asking(server);
  await create(asking, repo, 10);
  await asking.end();
  const icon = (name: RegExp) => page.locator('.activitybar').getByRole('tab', { name }).locator('a').first();
  const ours: number[] = [];
  const explorer: number[] = [];
  for (let window = 0; window < WINDOWS; window++) {
    await icon(/^Explorer/).click();
    await expect(page.locator('.sidebar .composite.title')).toContainText(/explorer/i);
    await server.branchline('shutdown');
    await workbench.reload();
    await page.waitForTimeout(LOOKED);
    ours.push(await clicked(page, 'tail-', () => icon(/^Branchline/).click()));
    await page.waitForTimeout(1_000);
    explorer.push(await clicked(page, 'README', () => icon(/^Explorer/).click()));
  }
  report('click → rows of sessions', ours);
  report('click → rows of files, which is the window alone', explorer);
});

/** Milliseconds from the press of the mouse to a frame in which a row of the side bar has this. */
async function clicked(page: Page, text: string, click: () => Promise<void>): Promise<number> {
  await page.evaluate((wanted) => {
    const isThere = () =>
      [...document.querySelectorAll('.sidebar [role="treeitem"]')].some((row) =>
        row.getAttribute('aria-label')?.includes(wanted),
      );
    let pressed = 0;
    document.addEventListener('mousedown', () => (pressed = performance.now()), { capture: true, once: true });
    (window as unknown as Watching).shown = new Promise<number>((resolve) => {
      const look = () => {
        if (pressed && isThere()) resolve(performance.now() - pressed);
        else requestAnimationFrame(look);
      };
      look();
    });
  }, text);
  await click();
  return page.evaluate(() => (window as unknown as Watching).shown);
}
