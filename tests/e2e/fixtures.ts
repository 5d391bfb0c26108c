/** Fixtures: a server with Branchline installed from its package, without what the test before had; repositories; a window. */
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type BrowserContext, test as base, expect } from '@playwright/test';
import { git, ROOT, Server } from './server.ts';
import { announce, type Drawn, drawnIn, type Themed } from './themes.ts';
import { Workbench } from './workbench.ts';

export { expect, git };

interface Fixtures extends Themed {
  /** VS Code's settings beside the usual ones: `test.use({ settings })`. */
  settings: object;
  drawn: Drawn | undefined;
  server: Server;
  workbench: Workbench;
  /** A sample repository, `weather`. */
  repo: string;
  /** Makes one more sample repository with this name. */
  sample: (name: string) => Promise<string>;
  /** A multi-root workspace file over these folders. */
  workspace: (folders: string[]) => Promise<string>;
}

export const test = base.extend<Fixtures, { editor: Server; profile: BrowserContext }>({
  editor: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from this pattern
    async ({}, use, { project, workerIndex }) => {
      const file = path.join(ROOT, 'artifacts', 'packages', `branchline-${process.platform}-${process.arch}.vsix`);
      if (!existsSync(file)) throw new Error(`There is no ${file}; \`make test STAGES="package browser"\` builds it.`);
      announce(project.use as Partial<Themed>);
      const editor = await Server.start(`${project.name}-${workerIndex}`, { vsix: file });
      await use(editor);
      await editor.stop();
    },
    { scope: 'worker' },
  ],

  // One for all tests: what VS Code's scripts are compiled to is kept there.
  profile: [
    async ({ browser }, use, { project }) => {
      const profile = await browser.newContext({ viewport: project.use.viewport ?? null });
      await use(profile);
      await profile.close();
    },
    { scope: 'worker' },
  ],

  context: async ({ profile, actionTimeout }, use) => {
    profile.setDefaultTimeout(actionTimeout ?? 0);
    await use(profile);
  },

  // The profile has the size that the project says; a file may say another one.
  page: async ({ page, viewport }, use) => {
    if (viewport) await page.setViewportSize(viewport);
    await use(page);
  },

  settings: [{}, { option: true }],

  theme: ['', { option: true }],

  drawn: async ({ theme }, use, { file }) => {
    await use(drawnIn({ theme }, file));
  },

  server: async ({ editor, settings, drawn }, use) => {
    await editor.begin({ ...(drawn && { 'workbench.colorTheme': drawn.theme }), ...settings });
    await use(editor);
    await editor.end();
  },

  // After `server`, so that it is put away before it.
  workbench: async ({ page, server, drawn }, use) => {
    const workbench = new Workbench(page, drawn);
    await workbench.forget(server.address);
    await use(workbench);
    try {
      await expect(workbench.complaints).toHaveCount(0);
    } finally {
      // The page goes before the server's end, so that VS Code takes leave of it.
      await page.close();
    }
  },

  sample: async ({ server }, use) => {
    await use(async (name) => {
      const folder = path.join(server.work, name);
      await server.branchline('demo-sample', folder);
      return folder;
    });
  },

  repo: async ({ sample }, use) => {
    await use(await sample('weather'));
  },

  workspace: async ({ server }, use) => {
    await use(async (folders) => {
      const file = path.join(server.work, 'test.code-workspace');
      await writeFile(file, JSON.stringify({ folders: folders.map((folder) => ({ path: folder })) }));
      return file;
    });
  },
});
