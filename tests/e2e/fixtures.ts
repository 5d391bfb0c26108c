/** Fixtures: a server with Branchline installed from its package, sample repositories, a window. */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test as base, expect } from '@playwright/test';
import { git, ROOT, Server } from './server.ts';
import { Workbench } from './workbench.ts';

export { expect, git };

interface Fixtures {
  /** VS Code's settings beside the usual ones: `test.use({ settings })`. */
  settings: object;
  server: Server;
  workbench: Workbench;
  /** A sample repository, `weather`. */
  repo: string;
  /** Makes one more sample repository with this name. */
  sample: (name: string) => Promise<string>;
  /** A multi-root workspace file over these folders. */
  workspace: (folders: string[]) => Promise<string>;
  vsix: string;
}

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from this pattern
  vsix: async ({}, use) => {
    const file = path.join(ROOT, 'artifacts', 'packages', `branchline-${process.platform}-${process.arch}.vsix`);
    if (!existsSync(file)) throw new Error(`There is no ${file}; \`make test STAGES="package browser"\` builds it.`);
    await use(file);
  },

  settings: [{}, { option: true }],

  server: async ({ vsix, settings }, use, info) => {
    const server = await Server.start(`${info.project.name}-${info.testId}`, { vsix, settings });
    await use(server);
    await server.stop();
  },

  // After `server`, so that it is put away before it.
  workbench: async ({ page, server: _ }, use) => {
    const workbench = new Workbench(page);
    await use(workbench);
    await expect(workbench.complaints).toHaveCount(0);
    // The page goes before the browser, so that VS Code takes leave of its server.
    await page.close();
  },

  sample: async ({ server }, use) => {
    await use(async (name) => {
      const folder = path.join(server.home, 'work', name);
      await mkdir(path.dirname(folder), { recursive: true });
      await server.branchline('demo-sample', folder);
      return folder;
    });
  },

  repo: async ({ sample }, use) => {
    await use(await sample('weather'));
  },

  workspace: async ({ server }, use) => {
    await use(async (folders) => {
      const file = path.join(server.home, 'work', 'test.code-workspace');
      await writeFile(file, JSON.stringify({ folders: folders.map((folder) => ({ path: folder })) }));
      return file;
    });
  },
});
