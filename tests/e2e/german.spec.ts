/** Branchline in a VS Code that says of itself that it is German: rows, lists, notifications, and what is refused. */
import { rename } from 'node:fs/promises';
import { expect, test } from './fixtures.ts';

/** Words of English sentences that no German one has. */
const ENGLISH = /\b(?:the|and|this|that|with|session|sessions|answers?|waits?|running|changes|your?|current)\b/i;

test('a window in German: what is empty, a new session, its row, a notification, a refusal', async ({
  workbench,
  server,
  repo,
}) => {
  const { page } = workbench;
  // A window has its language from the pack that came before it; extensions' texts need no pack.
  await page.addInitScript(() => Object.assign(globalThis, { _VSCODE_NLS_LANGUAGE: 'de' }));
  await workbench.open(server.address, repo);
  await workbench.showBranchline();
  await expect(workbench.welcome.first()).toContainText('Noch keine Sitzungen.');
  expect(await workbench.welcome.first().innerText()).not.toMatch(ENGLISH);
  await workbench.screenshot('german-1-empty');

  await workbench.runCommand('Branchline: Neue Sitzung…');
  await expect(workbench.quickInput).toContainText('Neue Sitzung: Anweisung');
  expect(await workbench.quickInput.innerText()).not.toMatch(ENGLISH);
  await workbench.quickInput.locator('input').fill('Add a greeting feature');
  await workbench.screenshot('german-2-instruction');
  await page.keyboard.press('Enter');
  const start = workbench.quickInput.getByRole('option', { name: /^Starten\b/ });
  await expect(start).toContainText('ab dem aktuellen HEAD');
  expect(await workbench.quickInput.innerText()).not.toMatch(ENGLISH);
  await workbench.screenshot('german-3-start');
  await workbench.pick(/^Persona\b/);
  await expect(workbench.quickInput).toContainText('Keine Rolle: Dem Agent wird gesagt');
  await expect(start).toBeHidden();
  expect(await workbench.quickInput.innerText()).not.toMatch(ENGLISH);
  await workbench.screenshot('german-4-personas');
  await page.keyboard.press('Escape');
  await start.click();

  // Its row, and what is said of it.
  const row = workbench.row(/greeting/).first();
  await expect(row).toHaveAccessibleName(/Wartet auf Eingabe, Zustimmung: .*, seit weniger als einer Minute/);
  await expect(workbench.statusBar).toContainText('1 wartend');
  await workbench.widenSideBar(560);
  await expect(await workbench.tooltip(row)).toContainText('Basis');
  await workbench.screenshot('german-5-hover');
  await workbench.inlineAction(row, /^Antworten…/);
  await expect(workbench.quickInput).toContainText('„greeting-feature“ antworten');
  await page.mouse.move(900, 700);
  await expect(page.locator('.workbench-hover')).toBeHidden();
  await workbench.screenshot('german-6-answer');
  await workbench.leaveQuickInput();

  // It asks again, and nobody looks.
  await workbench.tab(/greeting/).click({ button: 'middle' });
  await expect(workbench.tab(/greeting/)).toHaveCount(0);
  await workbench.inlineAction(row, /^Ja/);
  const told = workbench.notifications.filter({ hasText: '„greeting-feature“ wartet auf Sie: ' });
  await expect(told.getByRole('button', { name: 'Antworten…' })).toBeVisible();
  await workbench.screenshot('german-7-notification');

  // The sidecar refuses in English; the window says it in German.
  await workbench.contextAction(row, /^Beenden/);
  await expect(row).toHaveAccessibleName(/Pausiert: beendet/);
  await rename(repo, `${repo}-moved`);
  await workbench.inlineAction(row, /^Fortsetzen/);
  await expect(workbench.dialog).toContainText('Das Repository von „greeting-feature“ wurde nicht gefunden.');
  await expect(workbench.dialog).toContainText(`ist nicht mehr unter ${repo} und auch nicht in einem Ordner`);
  await workbench.screenshot('german-8-refused');
  await page.keyboard.press('Escape');
  await rename(`${repo}-moved`, repo);
});
