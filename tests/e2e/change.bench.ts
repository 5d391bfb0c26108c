/**
 * `make bench` of the list: from a session's new status to its row, with fifty sessions (targets: 20 ms at p95 for the
 * extension, and 100 ms above VS Code until it is seen).
 *
 * Beside it a view of fifty rows that has nothing to do but to change a label, and one whose row goes to another group as
 * a session's does, in the same window: VS Code's own part.
 */
import type { Page } from '@playwright/test';
import { Asking } from './asking.ts';
import { report } from './figures.ts';
import { expect, test } from './fixtures.ts';
import { Nothing } from './nothing.ts';
import { allow, create, SETTINGS } from './tails.ts';

const SESSIONS = 50;
const RUNS = 40;
/** VS Code gathers what a view tells it within 200 ms; what one change caused is over by then. */
const APART = 800;

interface Moments {
  emitted: number;
  arrived: number;
  told: number;
  built: number;
}

// High enough for all rows: one that is out of sight is not drawn.
test.use({ settings: SETTINGS, viewport: { width: 1360, height: 1800 } });

test('from a change of status to the row', async ({ workbench, server, repo }) => {
  test.setTimeout(900_000);
  const { page } = workbench;
  const nothing = await Nothing.install(server);
  await workbench.open(server.address, repo);
  await workbench.showBranchline();
  await nothing.started();
  await allow(workbench);
  const asking = new Asking(server);
  const sessions = await create(asking, repo, SESSIONS);
  await expect(workbench.row(/^tail-\d+,/)).toHaveCount(SESSIONS);
  await nothing.ask('watch');

  const changes: (Moments & { seen: number })[] = [];
  for (const { id, name } of sessions.slice(0, RUNS)) {
    await page.waitForTimeout(APART);
    const seen = altered(page, `^${name}, Paused`);
    await asking.ask('session/stop', { id });
    const at = await seen;
    changes.push({ ...(await nothing.ask<Moments>('moments', { id })), seen: at });
  }
  await workbench.screenshot('bench-change');
  await asking.end();

  await page.locator('.activitybar').getByRole('tab', { name: /^Nothing/ }).click();
  await expect(workbench.row(/^row \d+/)).toHaveCount(SESSIONS);
  const floor = async (what: 'change' | 'move') => {
    const times: number[] = [];
    for (let row = 0; row < RUNS; row++) {
      await page.waitForTimeout(APART);
      const seen = altered(page, `^${what}d ${row}\\b`);
      const { at } = await nothing.ask<{ at: number }>(what, { row, label: `${what}d ${row}` });
      times.push((await seen) - at);
    }
    return times;
  };
  const changed = await floor('change');
  const moved = await floor('move');

  report('arrived in the extension host → told to the view', changes.map(({ arrived, told }) => told - arrived));
  report('arrived in the extension host → row built', changes.map(({ arrived, built }) => built - arrived));
  report('new status in the sidecar → arrived', changes.map(({ emitted, arrived }) => arrived - emitted));
  report('new status in the sidecar → told to the view', changes.map(({ emitted, told }) => told - emitted));
  report('row built → seen', changes.map(({ built, seen }) => seen - built));
  report('new status in the sidecar → seen', changes.map(({ emitted, seen }) => seen - emitted));
  report('told to the view → seen', changes.map(({ told, seen }) => seen - told));
  report('a row of nothing with another label, told to its view → seen', changed);
  report('a row of nothing that goes to another group, told to its view → seen', moved);
});

/** When a row of the side bar came to be called so, in milliseconds since the epoch. */
function altered(page: Page, label: string): Promise<number> {
  return page.evaluate((source) => {
    const wanted = new RegExp(source);
    const sidebar = document.querySelector('.sidebar.part') as HTMLElement;
    const isThere = () =>
      [...sidebar.querySelectorAll('[role="treeitem"]')].some((row) => wanted.test(row.getAttribute('aria-label') ?? ''));
    return new Promise<number>((resolve) => {
      const watching = new MutationObserver(() => {
        if (!isThere()) return;
        resolve(performance.timeOrigin + performance.now());
        watching.disconnect();
      });
      watching.observe(sidebar, { subtree: true, childList: true, attributeFilter: ['aria-label'] });
    });
  }, label);
}
