/**
 * `make bench` of the start: what VS Code says that it took to load the extension's code and to activate it (target:
 * 100 ms together), beside an extension that has nothing to load.
 */
import { report } from './figures.ts';
import { test } from './fixtures.ts';
import { Nothing } from './nothing.ts';

const WINDOWS = 10;

type Took = [code: number, activate: number];

test('activation', async ({ workbench, server, repo }) => {
  test.setTimeout(900_000);
  const nothing = await Nothing.install(server);
  await workbench.open(server.address, repo);
  const found: { ours: Took; nothing: Took }[] = [];
  for (let window = 0; window <= WINDOWS; window++) {
    if (window) await workbench.reload();
    await nothing.started();
    const took = await nothing.ask<{ ours: Took; nothing: Took }>('startup');
    // The first one finds no file in the system's cache.
    if (window) found.push(took);
  }
  report('code loaded', found.map(({ ours }) => ours[0]));
  report('activate()', found.map(({ ours }) => ours[1]));
  report('both', found.map(({ ours: [code, activate] }) => code + activate));
  report('both of an extension with nothing', found.map(({ nothing: [code, activate] }) => code + activate));
});
