/** Runs extension/dist-test inside an extension host: the checkout's extension, unpacked, in a real window. */
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { ROOT, Server } from './server.ts';

const EXTENSION = path.join(ROOT, 'extension');

test('the suite in the extension host', async ({ page }) => {
  const server = await Server.start('mocha', { smokeTestDriver: true });
  try {
    const folder = path.join(server.work, 'weather');
    await server.branchline('demo-sample', folder);
    const { promise: exit, resolve: exited } = Promise.withResolvers<number>();
    await page.exposeFunction('codeAutomationExit', exited);
    await page.exposeFunction('codeAutomationLog', (_type: string, args: unknown[]) => console.log(...args));
    const remote = `vscode-remote://${new URL(server.address).host}`;
    const payload = [
      ['extensionDevelopmentPath', `${remote}${EXTENSION}`],
      ['extensionTestsPath', `${remote}${EXTENSION}/dist-test/index.js`],
    ];
    const query = new URLSearchParams({ folder, payload: JSON.stringify(payload) });
    await page.goto(`${server.address}?${query}`);
    // A payload that VS Code does not take never exits: the test's time limit ends it.
    expect(await exit, 'exit code of the suite').toBe(0);
  } finally {
    await page.close();
    await server.stop();
  }
});
