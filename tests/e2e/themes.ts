/** VS Code's themes: each flow in one of them at every commit, which the commit decides, and in each in `make test-all`. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from '@playwright/test';
import { ROOT, type Server } from './server.ts';
import type { Workbench } from './workbench.ts';

const ALL = [
  ['Default High Contrast', /\bhc-black\b/],
  ['Light Modern', /\bvs\s/],
  ['Dark Modern', /\bvs-dark\b/],
  ['Default High Contrast Light', /\bhc-light\b/],
] as const;
/** Those in which whole flows are walked. */
const FLOWS = ALL.slice(0, 3);
const FULL = process.env.BRANCHLINE_FULL === '1';

/** What a project's `theme` is where each file has the one that the seed gives it. */
const SEEDED = 'by the seed';

/** What a project may be given. */
export interface Themed {
  /** In what its flows are drawn: the name of a theme, or SEEDED; '': in that of the usual settings. */
  theme: string;
}

/** In what a file's windows are drawn. */
export interface Drawn {
  theme: string;
  /** The class that a workbench in it has. */
  look: RegExp;
  /** Where its pictures are below all of them: with every theme in one run none may go over another one's. */
  pictures: string;
}

type Theme = readonly [string, RegExp];

/** The projects of the flows by their names, and the `theme` of each. */
export function flowProjects(): { name: string; use: Themed }[] {
  if (!FULL) return [{ name: 'browser', use: { theme: SEEDED } }];
  return FLOWS.map(([theme]) => ({ name: `browser-${slug(theme)}`, use: { theme } }));
}

/** Undefined: as the usual settings say. */
export function drawnIn({ theme }: Themed, file: string): Drawn | undefined {
  const [name, look] = (theme === SEEDED ? chosen(path.basename(file)) : ALL.find(([each]) => each === theme)) ?? [];
  return name && look ? { theme: name, look, pictures: FULL ? slug(name) : '' } : undefined;
}

function chosen(file: string): Theme | undefined {
  const [byte = 0] = createHash('sha256').update(`${seed()} ${file}`).digest();
  const theme = FLOWS[byte % FLOWS.length];
  console.log(`theme: ${file} in ${theme?.[0]}, BRANCHLINE_SEED=${seed()}`);
  return theme;
}

/** Says once which themes a project's flows are in. */
export function announce({ theme }: Partial<Themed>): void {
  const which = theme === SEEDED ? `one of ${FLOWS.length} for each, BRANCHLINE_SEED=${seed()}` : theme;
  if (which) console.log(`proof: themes of the flows: ${which}`);
}

function slug(theme: string): string {
  return theme.toLowerCase().replaceAll(' ', '-');
}

/** The commit, or what is given to repeat a run. */
function seed(): string {
  const given = process.env.BRANCHLINE_SEED;
  return given || execFileSync('git', ['-C', ROOT, 'rev-parse', 'HEAD'], { encoding: 'utf8' }).trim();
}

/** Each with the class that a workbench in it has. `what` is seen in them. */
export function themesOf(what: string): readonly [Theme, ...Theme[]] {
  const [first, ...others] = ALL;
  const some = [first, ...(FULL ? others : [])] as const;
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
    await workbench.reloadWindow();
  }
  await expect(window).toHaveClass(theme[1]);
}
