/** The dashboard in one window: grid and list, live screens, answers, keys alone, many cards, and after a reload. */
import { expect, type Frame, type FrameLocator, type Locator } from '@playwright/test';
import type { Session } from '../../extension/src/protocol/protocol.ts';
import { accessible } from './accessible.ts';
import { Asking } from './asking.ts';
import { test } from './fixtures.ts';
import { hostileTextIsText } from './hostilePage.ts';
import { until } from './server.ts';
import { chooseTheme, showIn, themesOf } from './themes.ts';
import type { Workbench } from './workbench.ts';

const LIVE = 5;
const MANY = 50;

// The others are queued: they have cards, and cost no processes.
test.use({ actionTimeout: 60_000, settings: { 'branchline.maxSessions': LIVE } });

test('ten agents are watched and steered from one page', async ({ workbench, server, repo }) => {
  const { page } = workbench;
  await workbench.open(server.address, repo);
  await workbench.showBranchline();
  await expect(workbench.welcome).toContainText(/session/i);
  const asking = new Asking(server, { DEMO_AGENT_SPEED: '20' });
  const slowly = new Asking(server, { DEMO_AGENT_SPEED: '0.05' });
  const list = async () => (await asking.ask<{ sessions: Session[] }>('session/list', {})).sessions;
  const status = async (id: string) => (await list()).find((each) => each.id === id)?.status;
  const comes = (id: string, ...to: string[]) => until(`${to} of ${id}`, async () => to.includes((await status(id)) ?? ''));

  await workbench.runCommand('Branchline: Show Dashboard');
  await expect(dashboard(workbench).getByText('There are no sessions yet.')).toBeVisible();

  // Cards come by themselves, with what the terminals show, in their colours.
  const first = await asking.create(repo, 'Delete the old script', { name: 'old-script', title: HOSTILE });
  const second = await asking.create(repo, 'Write docs for users', { name: 'user-docs' });
  const third = await asking.create(repo, 'Add tests for the parser', { name: 'parser-tests' });
  for (const { id } of [first, second, third]) await comes(id, 'waiting');
  const works = await slowly.create(repo, 'Add a greeting feature', { name: 'greeting' });
  await comes(works.id, 'working');
  for (const name of ['old-script', 'user-docs', 'parser-tests', 'greeting']) await expect(card(workbench, name)).toBeVisible();
  const old = card(workbench, 'old-script');
  await expect(old.locator('.command')).toContainText('rm scripts/old_report.py');
  await expect(old.locator('.screen')).toContainText('rm scripts/old_report.py');
  await expect(old.locator('.screen .line span').first()).toHaveClass(/\bt[BF]\b|\bf\d/);
  await expect(card(workbench, 'greeting')).toHaveAccessibleName(/^greeting, Running, /);
  await expect(dashboard(workbench).locator('h2')).toHaveText([/^Waiting for input/, /^Running/]);

  // What others wrote is text.
  await expect(old.locator('.title')).toContainText('<img src=x onerror=alert(1)>');
  await expect(old.locator('.title *')).toHaveCount(0);
  await expect(dashboard(workbench).locator('img, a, iframe')).toHaveCount(0);
  await workbench.screenshot('dashboard-01-grid');
  await accessible(workbench, '.board', ['.screen']); // Colours in terminals are the agents' own.

  // By keys alone: to the card beside, and its answer by the letter that the list has too.
  await expect(card(workbench, 'user-docs').getByRole('button', { name: /^Yes, accepts this once/ })).toBeVisible();
  await old.focus();
  await page.keyboard.press('ArrowRight');
  await expect(card(workbench, 'user-docs')).toBeFocused();
  await page.keyboard.press('n');
  await comes(second.id, 'ready', 'working');
  await expect(card(workbench, 'user-docs')).toHaveAccessibleName(/Ready|Running/);
  await page.keyboard.press('Home');
  await expect(old).toBeFocused();
  await page.keyboard.press(' ');
  await expect(old.getByRole('checkbox')).toBeChecked();
  await page.keyboard.press('Tab');
  await expect(old.getByRole('checkbox')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(old).toBeFocused();

  // By its button.
  await card(workbench, 'parser-tests').getByRole('button', { name: /^No/ }).click();
  await comes(third.id, 'ready', 'working');

  // An instruction, and a picture beside it.
  await comes(third.id, 'ready');
  await paste(card(workbench, 'parser-tests').locator('textarea'));
  const typed = async () => (await asking.ask<{ lines: string[] }>('session/screen', { id: third.id })).lines.join('\n');
  await until('the picture', async () => (await typed()).includes('shot.png'));
  await workbench.screenshot('dashboard-02-given');
  const entry = card(workbench, 'user-docs').locator('textarea');
  await comes(second.id, 'ready');
  await card(workbench, 'user-docs').focus();
  await page.keyboard.press('i');
  await expect(entry).toBeFocused();
  await page.keyboard.type('Document the release');
  await page.keyboard.press('Enter');
  await expect(entry).toHaveValue('');
  await page.keyboard.press('Escape');
  await expect(card(workbench, 'user-docs')).toBeFocused();
  await comes(second.id, 'waiting');

  // Several at once, with the question that rows have.
  await card(workbench, 'greeting').getByRole('checkbox').check();
  await expect(dashboard(workbench).getByText('2 selected')).toBeVisible();
  await dashboard(workbench).locator('.batch').getByRole('button', { name: 'Pause' }).click();
  await expect(workbench.dialog).toContainText('Pause 2 sessions?');
  await workbench.screenshot('dashboard-03-batch');
  await workbench.dialog.getByRole('button', { name: 'Cancel' }).click();

  // As a list, which is remembered.
  await entry.fill('A draft');
  await lay(workbench, 'list');
  await workbench.screenshot('dashboard-04-list');
  await accessible(workbench, '.board', ['.screen']);
  const themes = themesOf('the dashboard');
  await chooseTheme(server, themes[0]);
  await workbench.reloadWindow();
  await workbench.showBranchline();
  await expect(dashboard(workbench).locator('.board')).toHaveAttribute('data-layout', 'list');
  await expect(card(workbench, 'old-script').locator('.screen')).toContainText('rm scripts/old_report.py');
  await expect(card(workbench, 'old-script').getByRole('checkbox')).toBeChecked();
  await expect(card(workbench, 'user-docs').locator('textarea')).toHaveValue('A draft');
  await lay(workbench, 'grid');

  // Many cards: only those in sight are watched; a tab that is hidden watches nothing, and begins anew.
  const paused = await asking.create(repo, 'Remove the legacy report', { name: 'legacy-report' });
  await comes(paused.id, 'waiting');
  await asking.ask('session/pause', { id: paused.id });
  await slowly.create(repo, 'Add a dark mode', { name: 'dark-mode' });
  for (let count = 6; count < MANY; count++) await asking.create(repo, `Fix bug ${count}`, { name: `bug-${count}` });
  await expect(dashboard(workbench).locator('.card')).toHaveCount(MANY);
  const onlyThoseInSight = async () => {
    await expect.poll(() => dashboard(workbench).locator('.board').evaluate(watched)).toEqual({ watched: true, inSight: true });
    expect(await dashboard(workbench).locator('.board').evaluate((board) => Number(board.dataset['watched']))).toBeLessThan(MANY / 2);
  };
  await onlyThoseInSight();
  await card(workbench, 'old-script').focus();
  await page.keyboard.press('End');
  await expect(card(workbench, 'old-script')).not.toBeInViewport();
  await onlyThoseInSight();
  await workbench.screenshot('dashboard-05-many');
  await workbench.runCommand('File: New Untitled Text File');
  await expect(page.locator('iframe.webview')).toHaveCount(0);
  await workbench.runCommand('Branchline: Show Dashboard');
  await expect(dashboard(workbench).locator('.card')).toHaveCount(MANY);

  for (const theme of themes) {
    await showIn(workbench, server, theme);
    await workbench.showBranchline();
    await expect(dashboard(workbench).locator('.card')).toHaveCount(MANY);
    await page.keyboard.press('Escape');
    for (const layout of ['list', 'grid'] as const) {
      await lay(workbench, layout);
      await card(workbench, 'old-script').focus();
      await expect(card(workbench, 'old-script').locator('.screen')).toContainText('rm scripts/old_report.py');
      await workbench.screenshot(`dashboard-06-${theme[0].toLowerCase().replaceAll(' ', '-')}-${layout}`);
      await accessible(workbench, '.board', ['.screen']);
    }
  }
  // As a window of this size is at 200 %.
  await page.setViewportSize({ width: 680, height: 430 });
  for (const layout of ['list', 'grid'] as const) {
    await lay(workbench, layout);
    await card(workbench, 'old-script').focus();
    await expect(card(workbench, 'old-script').locator('.name')).toBeInViewport();
    expect(await card(workbench, 'old-script').locator('.name').evaluate(isCovered), 'its name is to be seen').toBe(false);
    await workbench.screenshot(`dashboard-07-zoomed-${layout}`);
    await accessible(workbench, '.board', ['.screen']);
    const { isCut } = await (await pageOf(workbench)).evaluate(() => ({ isCut: document.documentElement.scrollWidth > innerWidth }));
    expect(isCut, 'nothing is beside what is seen').toBe(false);
  }

  await hostileTextIsText(await pageOf(workbench));
  for (const each of [asking, slowly]) await each.end();
});

const HOSTILE = '<img src=x onerror=alert(1)> $(check) [y](command:x)';

function dashboard({ page }: Workbench): FrameLocator {
  return page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
}

function card(workbench: Workbench, name: string): Locator {
  return dashboard(workbench).getByRole('group', { name: new RegExp(`^${name}, `) });
}

/** By keys alone. */
async function lay(workbench: Workbench, layout: 'grid' | 'list'): Promise<void> {
  const button = dashboard(workbench).getByRole('button', { name: new RegExp(`^${layout}$`, 'i') });
  await button.focus();
  await workbench.page.keyboard.press('Enter');
  await expect(dashboard(workbench).locator('.board')).toHaveAttribute('data-layout', layout);
  await expect(button).toHaveAttribute('aria-pressed', 'true');
}

/** In the page: whether some card is watched, and as many as are in sight. */
function watched(board: HTMLElement): { watched: boolean; inSight: boolean } {
  const count = Number(board.dataset['watched']);
  const boxes = [...board.querySelectorAll('.card')].map((each) => each.getBoundingClientRect());
  const inSight = boxes.filter(({ top, bottom }) => bottom > 0 && top < innerHeight).length;
  return { watched: count > 0, inSight: count === inSight };
}

function isCovered(element: HTMLElement): boolean {
  const { left, top } = element.getBoundingClientRect();
  return document.elementFromPoint(left + 2, top + 4) !== element;
}

async function pageOf({ page }: Workbench): Promise<Frame> {
  const frames: Frame[] = [];
  for (const each of page.frames()) if (await each.locator('.board').count()) frames.push(each);
  const [frame] = frames;
  if (!frame) throw new Error('There is no dashboard.');
  return frame;
}

/** As the browser does with a picture in the clipboard. */
async function paste(input: Locator): Promise<void> {
  await input.evaluate((element) => {
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File([new Uint8Array([137, 80, 78, 71])], 'shot.png', { type: 'image/png' }));
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  });
}
