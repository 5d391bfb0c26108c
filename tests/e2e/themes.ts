/** VS Code's themes: one of them at every commit, each in `make test-all`. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from '@playwright/test';
import type { Server } from './server.ts';
import type { Workbench } from './workbench.ts';

const ALL = [
  ['Default High Contrast', /\bhc-black\b/],
  ['Light Modern', /\bvs\s/],
  ['Dark Modern', /\bvs-dark\b/],
  ['Default High Contrast Light', /\bhc-light\b/],
] as const;

type Theme = readonly [string, RegExp];

/** Each with the class that a workbench in it has. `what` is seen in them. */
export function themesOf(what: string): readonly [Theme, ...Theme[]] {
  const [first, ...others] = ALL;
  const some = [first, ...(process.env.BRANCHLINE_FULL === '1' ? others : [])] as const;
  console.log(`proof: themes of ${what}: ${some.length} of ${ALL.length}`);
  return some;
}

/** For the next window, or when this one is loaded again. */
export async function chooseTheme(server: Server, [theme]: Theme): Promise<void> {
  const file = path.join(server.home, 'editor', 'data', 'User', 'settings.json');
  await writeFile(file, JSON.stringify({ ...JSON.parse(await readFile(file, 'utf8')), 'workbench.colorTheme': theme }));
}

/** A window that is in this theme already is not loaded again, which costs seconds. */
export async function showIn(workbench: Workbench, server: Server, theme: Theme): Promise<void> {
  const window = workbench.page.locator('.monaco-workbench');
  if (!theme[1].test((await window.getAttribute('class')) ?? '')) {
    await chooseTheme(server, theme);
    await workbench.reload();
  }
  await expect(window).toHaveClass(theme[1]);
}
