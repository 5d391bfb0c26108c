/** What a user does with Branchline's sessions in a window, step by step as a person would. */
import { expect, type Locator } from '@playwright/test';
import type { Workbench } from './workbench.ts';

/** `New Session…` with the demo agent, from the palette to the row. */
export async function newSession(workbench: Workbench, instruction: string, repo?: string): Promise<void> {
  await workbench.runCommand('Branchline: New Session…');
  if (repo) await workbench.pick(new RegExp(repo));
  await workbench.answer(instruction);
  await expect(workbench.quickInput.getByRole('option', { name: /Demo agent/ }).first()).toBeVisible();
  await workbench.pick(/Demo agent/);
}

/** Answers the demo agent's dialog in the terminal in front: 1 yes, 2 always, 3 no. */
export async function approve(workbench: Workbench, question: RegExp, answer: 1 | 2 | 3): Promise<void> {
  await workbench.expectTerminal(question);
  await workbench.typeIntoTerminal(String(answer));
}

/** The rows of the changed files under a session's row, which is expanded first. */
export async function changedFiles(workbench: Workbench, session: Locator): Promise<Locator> {
  if ((await session.getAttribute('aria-expanded')) === 'false') {
    await session.click();
    await workbench.page.keyboard.press('ArrowRight');
  }
  await expect(session).toHaveAttribute('aria-expanded', 'true');
  return workbench.page.locator('.sidebar').locator('[role=treeitem][aria-level="3"], [role=treeitem][aria-level="2"]');
}
