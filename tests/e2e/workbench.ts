/** What a user sees and does in one VS Code window, in the words of the workbench. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import { chooseInMenu } from './menu.ts';
import { ARTIFACTS } from './server.ts';
import type { Drawn } from './themes.ts';

export class Workbench {
  private isOfFolders = false;

  constructor(readonly page: Page, private readonly drawn?: Drawn) {}

  /** Nothing is left of what windows before this one kept in the browser. */
  async forget(address: string): Promise<void> {
    const devtools = await this.page.context().newCDPSession(this.page);
    const kept = { origin: new URL(address).origin, storageTypes: 'cookies,local_storage,indexeddb,service_workers' };
    await devtools.send('Storage.clearDataForOrigin', kept);
    await devtools.detach();
  }

  /** Loads a folder or a `.code-workspace` file, or an empty window, and waits until the workbench stands. */
  async open(address: string, what?: string): Promise<void> {
    const query = what ? `?${what.endsWith('.code-workspace') ? 'workspace' : 'folder'}=${encodeURI(what)}` : '?ew=true';
    this.isOfFolders = what?.endsWith('.code-workspace') ?? false;
    await this.page.goto(address + query);
    await this.ready();
    if (this.drawn) await expect(this.page.locator('.monaco-workbench')).toHaveClass(this.drawn.look);
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.ready();
  }

  /** As a user does it: VS Code keeps what is open, which a page that is loaded again at once has not kept yet. */
  async reloadWindow(): Promise<void> {
    const loaded = this.page.waitForEvent('load');
    await this.runCommand('Developer: Reload Window');
    await loaded;
    await this.ready();
  }

  /** Shows Branchline's view by its icon in the activity bar. */
  async showBranchline(): Promise<void> {
    const icon = this.page.locator('.activitybar').getByRole('tab', { name: /^Branchline/ });
    await expect(icon).toBeVisible();
    const title = this.page.locator('.sidebar .composite.title');
    // A window that restores the view just then takes the click for a wish to hide it.
    await expect(async () => {
      if ((await icon.getAttribute('aria-selected')) !== 'true') await icon.click();
      await expect(title).toBeVisible({ timeout: 2_000 });
      await expect(title).toContainText(/branchline/i, { timeout: 2_000 });
    }).toPass({ timeout: 30_000 });
    // What is asked of Branchline waits for it, which a busy machine starts slowly.
    for (const text of ['There is no data provider registered', 'Starting Branchline…'])
      await expect(this.page.locator('.sidebar').getByText(text)).toHaveCount(0, { timeout: 120_000 });
    if (this.isOfFolders) await this.haveFolders();
  }

  /** On a busy machine VS Code's window may have none of its `.code-workspace` file; loaded again, it has them. */
  private async haveFolders(): Promise<void> {
    const none = this.page.locator('.sidebar').getByText('Open a folder with a git repository');
    try {
      await expect(none).toBeHidden({ timeout: 20_000 });
    } catch {
      await this.reload();
      await this.showBranchline();
    }
  }

  /** A row of the side bar by a part of its accessible label. */
  row(label: string | RegExp): Locator {
    return this.page.locator('.sidebar').getByRole('treeitem', { name: label });
  }

  /** Branchline's item in the status bar. */
  get statusBar(): Locator {
    return this.page.locator('.statusbar-item[id*="branchline"]').first();
  }

  /** The text that stands in an empty view. */
  get welcome(): Locator {
    return this.page.locator('.sidebar .welcome-view-content');
  }

  /** The input box or list on top of the window. */
  get quickInput(): Locator {
    return this.page.locator('.quick-input-widget');
  }

  get notifications(): Locator {
    return this.page.locator('.notification-toast');
  }

  /** Error notifications: whatever goes wrong belongs into the view and the log. */
  get complaints(): Locator {
    return this.page.locator('.notification-toast:has(.codicon-error)');
  }

  get dialog(): Locator {
    return this.page.locator('.monaco-dialog-box');
  }

  /** The tab of an editor by its title. */
  tab(title: string | RegExp): Locator {
    return this.page.locator('.tabs-container').getByRole('tab', { name: title });
  }

  /** Runs a command from the palette by its full title, such as `Branchline: New Session…`. */
  async runCommand(title: string): Promise<void> {
    await this.showCommand(title);
    const entry = this.quickInput.getByRole('option', { name: title }).first();
    await expect(async () => {
      // Into the input, whatever has the focus by now: VS Code takes no Enter as long as it looks for what fits.
      if (await entry.isVisible()) await this.quickInput.locator('input').first().press('Enter', { timeout: 5_000 });
      await expect(entry).toBeHidden({ timeout: 3_000 });
    }).toPass({ timeout: 60_000 });
  }

  /** Looks a command up in the palette. */
  async showCommand(title: string): Promise<void> {
    const input = this.quickInput.locator('input');
    // The list is that of the moment when it opens: a command that comes later is not in it.
    await expect(async () => {
      // Not where none is open: a terminal that has the focus would hand the key to its agent.
      if (await this.quickInput.isVisible()) await this.page.keyboard.press('Escape');
      await this.page.keyboard.press('F1');
      await input.fill(`>${title}`, { timeout: 5_000 });
      await this.quickInput.getByRole('option', { name: title }).first().waitFor({ timeout: 5_000 });
    }).toPass({ timeout: 60_000 });
  }

  /** Leaves the input on top of the window. A hover that is shown just then takes the first Escape for itself. */
  async leaveQuickInput(): Promise<void> {
    await expect(async () => {
      await this.page.keyboard.press('Escape');
      await expect(this.quickInput).toBeHidden({ timeout: 2_000 });
    }).toPass();
  }

  /** Types into the input on top of the window and confirms. */
  async answer(text: string): Promise<void> {
    await this.quickInput.locator('input').fill(text);
    await this.page.keyboard.press('Enter');
  }

  /** Chooses a row of the list on top of the window by a part of its label. */
  async pick(label: string | RegExp): Promise<void> {
    await this.quickInput.getByRole('option', { name: label }).first().click();
  }

  /** What shows when the pointer rests on a row. */
  async tooltip(row: Locator): Promise<Locator> {
    const tooltip = this.page.locator('.workbench-hover');
    // A row that is drawn anew under the pointer shows nothing until the pointer comes again.
    await expect(async () => {
      await this.page.mouse.move(0, 0);
      await row.locator('.label-name').hover();
      await expect(tooltip).toBeVisible({ timeout: 3_000 });
    }).toPass({ timeout: 30_000 });
    return tooltip;
  }

  /** Shows what is under a row of a tree. */
  async expand(row: Locator): Promise<void> {
    if ((await row.getAttribute('aria-expanded')) === 'false') {
      await row.locator('.monaco-tl-twistie').click();
    }
    await expect(row).toHaveAttribute('aria-expanded', 'true');
  }

  /** An action that shows when the pointer is on a row. */
  async inlineAction(row: Locator, name: string | RegExp): Promise<void> {
    await this.onRow(async () => {
      await row.hover();
      await row.getByRole('button', { name }).click();
    });
  }

  /** An entry of a row's context menu, or of one of its submenus. */
  async contextAction(row: Locator, name: string | RegExp): Promise<void> {
    await this.onRow(() => chooseInMenu(this.page, row, name));
  }

  /** The text on the screen of the terminal in front. */
  async terminalText(): Promise<string> {
    return this.page.evaluate(() => {
      const wrapper = document.querySelector('.terminal-wrapper.active') as
        | (Element & { xterm?: { buffer: { active: { length: number; getLine(n: number): { translateToString(trim: boolean): string } | undefined } } } })
        | null;
      const buffer = wrapper?.xterm?.buffer.active;
      if (!buffer) return '';
      return Array.from({ length: buffer.length }, (_, n) => buffer.getLine(n)?.translateToString(true) ?? '').join('\n');
    });
  }

  async expectTerminal(text: string | RegExp): Promise<void> {
    await expect.poll(() => this.terminalText(), { timeout: 30_000 }).toMatch(text);
  }

  async typeIntoTerminal(text: string): Promise<void> {
    const input = this.page.locator('.terminal-wrapper.active textarea.xterm-helper-textarea');
    await input.focus();
    await this.page.keyboard.type(text, { delay: 15 });
  }

  /** The letter that decorates a row, such as `M`; VS Code draws it some time after the row. */
  async badge(row: Locator): Promise<string> {
    const content = await row
      .locator('.monaco-icon-label')
      .first()
      .evaluate((label) => getComputedStyle(label, '::after').content);
    return content.replaceAll('"', '');
  }

  /** Pulls the side bar's edge until it is so wide. */
  async widenSideBar(width: number): Promise<void> {
    const box = await this.page.locator('.sidebar.part').boundingBox();
    const [edge, top] = [(box?.x ?? 0) + (box?.width ?? 0), 450];
    await this.page.mouse.move(edge, top);
    await this.page.mouse.down();
    await this.page.mouse.move((box?.x ?? 0) + width, top, { steps: 8 });
    await this.page.mouse.up();
  }

  /** Keeps a picture of the window in artifacts/screenshots. */
  async screenshot(name: string): Promise<void> {
    const folder = path.join(ARTIFACTS, 'screenshots', this.drawn?.pictures ?? '');
    await mkdir(folder, { recursive: true });
    await this.page.screenshot({ path: path.join(folder, `${name}.png`) });
  }

  /** Does what a user does who is told that the row was just being drawn anew: the same once more. */
  private async onRow(act: () => Promise<void>): Promise<void> {
    const lost = this.notifications.filter({ hasText: 'Please choose again' });
    await this.page.removeLocatorHandler(lost);
    await this.page.addLocatorHandler(lost, async () => {
      await lost.hover();
      await lost.getByRole('button', { name: /^Clear Notification/ }).click();
      await act();
    });
    await act();
  }

  private async ready(): Promise<void> {
    await expect(this.page.locator('.monaco-workbench .activitybar')).toBeVisible({ timeout: 60_000 });
  }
}
