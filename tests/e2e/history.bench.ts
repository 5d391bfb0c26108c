/**
 * `make bench` of histories: from the command until the document of a transcript of 10 MB is seen (target: 500 ms), beside
 * a document of the same text that VS Code is handed as it is.
 */
import { appendFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import { Asking } from './asking.ts';
import { report } from './figures.ts';
import { test } from './fixtures.ts';
import { Nothing } from './nothing.ts';
import type { Server } from './server.ts';

const BYTES = 10_000_000;
const RUNS = 15;

test('from the command to the history of a long session', async ({ workbench, server, repo }) => {
  test.setTimeout(600_000);
  const { page } = workbench;
  const nothing = await Nothing.install(server);
  await workbench.open(server.address, repo);
  await workbench.showBranchline();
  await nothing.started();
  const asking = new Asking(server, { DEMO_AGENT_SPEED: '20' });
  const { id, name } = await asking.create(repo, 'Write docs for users', { name: 'told' });
  await expect(workbench.row(new RegExp(`^${name}, Waiting`))).toBeVisible();
  await fill(server, id);
  const { text } = await asking.ask<{ text: string }>('history/session', { id });

  const opened = async (open: () => Promise<{ at: number }>) => {
    const times: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      const seen = shown(page);
      const { at } = await open();
      times.push((await seen) - at);
      if (!run) await workbench.screenshot('bench-history');
      await workbench.runCommand('View: Revert and Close Editor');
      await expect(page.locator('.editor-container .view-line')).toHaveCount(0);
    }
    return times;
  };
  const ours = await opened(() => nothing.ask('run', { command: 'branchline.showHistory', args: [{ kind: 'session', id }] }));
  const floor = await opened(() => nothing.ask('document', { content: text }));
  console.log(`  the first time, with what VS Code loads for Markdown: ours ${ours[0]?.toFixed(0)} ms, then handed over ${floor[0]?.toFixed(0)} ms`);
  report(`history of ${BYTES / 1e6} MB, the command → seen`, ours);
  report('a document of the same text, handed over → seen', floor);
  await asking.end();
});

/** When an editor came to show a history's title, in milliseconds since the epoch. */
function shown(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const watching = new MutationObserver(() => {
          const lines = [...document.querySelectorAll('.editor-container .view-line')];
          if (!lines.some((line) => line.textContent?.replaceAll('\u00a0', ' ').startsWith('# History of'))) return;
          resolve(performance.timeOrigin + performance.now());
          watching.disconnect();
        });
        watching.observe(document.body, { subtree: true, childList: true, characterData: true });
      }),
  );
}

/** As a long session leaves it: instructions, prompts, answers, snapshots. */
async function fill({ branchlineHome }: Server, id: string): Promise<void> {
  const files = await readdir(branchlineHome, { recursive: true });
  const file = files.find((each) => path.basename(each).startsWith(id) && each.endsWith('.jsonl'));
  if (!file) throw new Error('There is no transcript.');
  const asked = { tool: 'Bash', command: 'npm test -- --grep orders', paths: [], url: null };
  const lines: string[] = [];
  for (let bytes = 0, minute = 0; bytes < BYTES; minute++) {
    const at = new Date(Date.now() - 3_600_000 + minute).toISOString();
    const told = [
      { at, event: 'input', text: 'Go on with the next step, and tell what you found. '.repeat(3) },
      { at, event: 'prompt', kind: 'approval', title: 'Run this?', ...asked },
      { at, event: 'decision', by: 'rule', decision: 'allow', rule: 'Bash(npm test:*)', option: 'Yes', outcome: 'answered', ...asked },
      { at, event: 'snapshot', ref: `refs/branchline/${id}/7`, reason: 'at ready', changes: [1, 2, 3] },
      { at, event: 'status', status: 'ready', reason: null },
    ].map((each) => JSON.stringify(each));
    lines.push(...told);
    bytes += told.reduce((sum, { length }) => sum + length + 1, 0);
  }
  await appendFile(path.join(branchlineHome, file), `${lines.join('\n')}\n`);
}
