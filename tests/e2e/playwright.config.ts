import { defineConfig } from '@playwright/test';
import { flowProjects, type Themed } from './themes.ts';

const artifacts = '../../artifacts';

export default defineConfig<Themed>({
  testDir: '.',
  outputDir: `${artifacts}/browser`,
  // One server, one browser and a few agents at a time are plenty for a machine with two cores.
  workers: 1,
  // Limits for a busy machine: an idle one needs a tenth.
  timeout: 900_000,
  expect: { timeout: 30_000 },
  reporter: [['list'], ['junit', { outputFile: `${artifacts}/browser.xml` }]],
  use: {
    viewport: { width: 1360, height: 860 },
    // Without pictures of each step: they cost more of the processors than what is tested.
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: false },
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.BRANCHLINE_BROWSER ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    { name: 'mocha', testMatch: 'mocha.suite.ts' },
    ...flowProjects().map((project) => ({ ...project, testMatch: '*.spec.ts' })),
    { name: 'bench', testMatch: '*.bench.ts' },
    { name: 'picture', testMatch: '*.picture.ts' },
  ],
});
