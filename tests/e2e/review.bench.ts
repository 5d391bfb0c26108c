/**
 * `make bench` of Open Changes: from the command until the first of 100 changed files is seen in the editor of all of
 * them, beside VS Code's own editor of the same files with the same texts (target: 500 ms above it).
 */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import type { Session } from '../../extension/src/protocol/protocol.ts';
import { Asking } from './asking.ts';
import { report } from './figures.ts';
import { git, test } from './fixtures.ts';
import { Nothing } from './nothing.ts';
import { allow, create, SETTINGS } from './tails.ts';

const FILES = 100;
const RUNS = 10;
const LINES = 200;

test.use({ settings: SETTINGS });

test('from the command to the changes of a session', async ({ workbench, server, repo }) => {
  test.setTimeout(900_000);
  const { page } = workbench;
  const was = text('was');
  await mkdir(path.join(repo, 'many'));
  for (const name of names()) await writeFile(path.join(repo, 'many', name), was);
  await git(repo, 'add', 'many');
  await git(repo, 'commit', '--quiet', '--message', 'Many files');
  const nothing = await Nothing.install(server);
  await workbench.open(server.address, repo);
  await workbench.showBranchline();
  await nothing.started();
  await allow(workbench);
  const asking = new Asking(server);
  const [{ id, worktree }] = (await create(asking, repo, 1)) as [Session];
  for (const name of names()) await writeFile(path.join(worktree, 'many', name), text('is'));
  await asking.ask('session/changes', { id });
  const files = names().map((name) => path.join(worktree, 'many', name));

  const opened = async (open: () => Promise<{ at: number }>, picture: string) => {
    const times: number[] = [];
    for (let run = 0; run <= RUNS; run++) {
      const seen = shown(page);
      const { at } = await open();
      times.push((await seen) - at);
      if (!run) await workbench.screenshot(picture);
      await workbench.runCommand('View: Close All Editors');
      await expect(page.locator('.multiDiffEntry')).toHaveCount(0);
    }
    // The first one loads the editor.
    return times.slice(1);
  };
  const floor = await opened(() => nothing.ask('changes', { files, was }), 'bench-changes-floor');
  const command = { command: 'branchline.openChanges', args: [{ kind: 'session', id }] };
  const ours = await opened(() => nothing.ask('run', command), 'bench-changes');
  report(`Open Changes of ${FILES} files, the command → seen`, ours);
  report('VS Code alone, the same files', floor);
  await asking.end();
});

const names = () => Array.from({ length: FILES }, (_, number) => `f${String(number).padStart(3, '0')}.txt`);
const text = (word: string) => Array.from({ length: LINES }, (_, n) => (n === 2 ? `it ${word}\n` : `line ${n}\n`)).join('');

/** When the first file came to be seen with both of its sides, in milliseconds since the epoch. */
function shown(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const has = (entry: Element, side: string, words: string) =>
          entry.querySelector(`.editor.${side} .view-lines`)?.textContent?.replaceAll('\u00a0', ' ').includes(words);
        const watching = new MutationObserver(() => {
          const entries = [...document.querySelectorAll('.multiDiffEntry')];
          if (!entries.some((entry) => has(entry, 'original', 'it was') && has(entry, 'modified', 'it is'))) return;
          resolve(performance.timeOrigin + performance.now());
          watching.disconnect();
        });
        watching.observe(document.body, { subtree: true, childList: true, characterData: true });
      }),
  );
}
