/** VS Code's themes: one of them at every commit, each in `make test-all`. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Server } from './server.ts';

const ALL = [
  ['Default High Contrast', /\bhc-black\b/],
  ['Light Modern', /\bvs\s/],
  ['Dark Modern', /\bvs-dark\b/],
  ['Default High Contrast Light', /\bhc-light\b/],
] as const;

/** Each with the class that a workbench in it has. `what` is seen in them. */
export function themesOf(what: string): (readonly [string, RegExp])[] {
  const some = process.env.BRANCHLINE_FULL === '1' ? [...ALL] : ALL.slice(0, 1);
  console.log(`proof: themes of ${what}: ${some.length} of ${ALL.length}`);
  return some;
}

/** For the next window. */
export async function chooseTheme(server: Server, theme: string): Promise<void> {
  const file = path.join(server.home, 'editor', 'data', 'User', 'settings.json');
  await writeFile(file, JSON.stringify({ ...JSON.parse(await readFile(file, 'utf8')), 'workbench.colorTheme': theme }));
}
