/** What a user does with Branchline's sessions in a window, step by step as a person would. */
import path from 'node:path';
import { expect, type Locator } from '@playwright/test';
import { git } from './server.ts';
import type { Workbench } from './workbench.ts';

/** `New Session…` from the palette to the row, with the demo agent or another; `repo` where a window has several. */
export async function newSession(
  workbench: Workbench,
  instruction: string,
  repo?: string,
  agent = /Demo agent/,
): Promise<void> {
  await workbench.runCommand('Branchline: New Session…');
  // Each step takes over the same input: what is typed too early is typed into the one before.
  await expect(workbench.quickInput).toContainText('New Session: Instruction');
  await workbench.answer(instruction);
  const start = workbench.quickInput.getByRole('option', { name: /^Start\b/ });
  await expect(start).toBeVisible();
  if (repo) await choose(workbench, /^Repository\b/, new RegExp(repo));
  if (!agent.test((await start.textContent()) ?? '')) await choose(workbench, /^Agent\b/, agent);
  await withTerminal(workbench, () => start.click());
}

/** Does what brings a session's terminal to the front, and waits for that: it takes the focus, and closes any list. */
export async function withTerminal(workbench: Workbench, act: () => Promise<void>): Promise<void> {
  const inFront = workbench.page.locator('.editor-group-container.active .tab.active');
  const label = async () => ((await inFront.count()) ? inFront.first().getAttribute('aria-label') : null);
  const before = await label();
  await act();
  await expect.poll(label).not.toBe(before);
  await workbench.expectTerminal(/\S/);
}

/** Changes what a new session is to have: the row of a part, then one of what it may be. */
export async function choose(workbench: Workbench, part: RegExp, value: RegExp): Promise<void> {
  await workbench.pick(part);
  await expect(workbench.quickInput.getByRole('option', { name: /^Start\b/ })).toBeHidden();
  await workbench.pick(value);
  await expect(workbench.quickInput.getByRole('option', { name: /^Start\b/ })).toBeVisible();
}

/** Answers the demo agent's dialog in the terminal in front: 1 yes, 2 always, 3 no. */
export async function approve(workbench: Workbench, question: RegExp, answer: 1 | 2 | 3): Promise<void> {
  await workbench.expectTerminal(question);
  await workbench.typeIntoTerminal(String(answer));
}

/** The row of a changed file by its name. */
export function fileRow(workbench: Workbench, name: string): Locator {
  return workbench.page.locator('.sidebar').getByRole('treeitem', { name: new RegExp(`(^|/)${name}\\b`) }).first();
}

/** The folders of all worktrees but spares. */
export async function worktrees(repo: string): Promise<string[]> {
  const list = await git(repo, 'worktree', 'list', '--porcelain');
  const folders = [...list.matchAll(/^worktree (.*)$/gm)].map((match) => match[1] as string);
  return folders.filter((folder) => !folder.includes('/.branchline-spares/'));
}

/** The worktree whose folder begins with this word. */
export async function worktree(repo: string, word: string): Promise<string> {
  const [found] = (await worktrees(repo)).filter((folder) => path.basename(folder).startsWith(word));
  expect(found).toBeDefined();
  return found as string;
}
