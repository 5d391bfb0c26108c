/** The context menu of a row, with its submenus. */
import { expect, type Locator, type Page } from '@playwright/test';

/** Milliseconds for a step of a menu, which may have closed. */
const timeout = 10_000;

/** A menu closes by itself when something else gets the focus, and a user opens it once more. */
export async function chooseInMenu(page: Page, row: Locator, name: string | RegExp): Promise<void> {
  await expect(async () => {
    // Escape is for the menu alone: in a terminal it would be an answer.
    if (await page.locator('.monaco-menu-container').isVisible()) await page.keyboard.press('Escape');
    await row.click({ button: 'right', timeout });
    const entry = await menuEntry(page, name);
    await entry.hover({ timeout });
    // VS Code takes a click that comes at once for the end of the one that opened the menu.
    await page.waitForTimeout(300);
    await entry.click({ timeout });
  }).toPass({ timeout: 12 * timeout });
}

/** The entry with this label; each submenu is looked into until one has it. */
async function menuEntry(page: Page, name: string | RegExp): Promise<Locator> {
  const menu = page.locator('.monaco-menu-container');
  const entry = menu.getByRole('menuitem', { name });
  await expect(menu).toBeVisible({ timeout });
  if (await entry.count()) return entry;
  // VS Code takes a click that comes at once for the end of the one that opened the menu.
  await page.waitForTimeout(300);
  for (const submenu of await menu.locator('[role="menuitem"][aria-haspopup="true"]').all()) {
    await submenu.click({ timeout });
    // Those of another one may still be there.
    await expect(submenu).toHaveAttribute('aria-expanded', 'true', { timeout });
    await page.waitForTimeout(300);
    if (await entry.count()) break;
  }
  return entry;
}
