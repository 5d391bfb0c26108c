/** The context menu that is open, with its submenus. */
import { expect, type Locator, type Page } from '@playwright/test';

/** The entry with this label; each submenu is looked into until one has it. `timeout`: milliseconds for each step. */
export async function menuEntry(page: Page, name: string | RegExp, timeout: number): Promise<Locator> {
  const menu = page.locator('.monaco-menu-container');
  const entry = menu.getByRole('menuitem', { name });
  await expect(menu).toBeVisible({ timeout });
  if (await entry.count()) return entry;
  // VS Code takes a click that comes at once for the end of the one that opened the menu.
  await page.waitForTimeout(300);
  for (const submenu of await menu.locator('[role="menuitem"][aria-haspopup="true"]').all()) {
    await submenu.click({ timeout });
    if (await entry.count()) break;
  }
  return entry;
}
