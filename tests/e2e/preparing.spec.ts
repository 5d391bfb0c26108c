/** A new session in a large repository, whose files take their time. */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, git, test } from './fixtures.ts';
import { newSession } from './sessions.ts';

/** 20,000 small files, of which the last one is not written to a worktree before `go`. */
async function largeOne(repo: string): Promise<() => Promise<void>> {
  const go = path.join(path.dirname(repo), 'go');
  const files =
    'mkdir many && seq 20000 | split -l 1 -a 5 -d - many/f && echo "many/f19999 filter=slow" > .gitattributes';
  await promisify(execFile)('sh', ['-c', `${files} && git add -A && git commit -qm many`], { cwd: repo });
  await git(repo, 'config', 'filter.slow.clean', 'cat');
  await git(repo, 'config', 'filter.slow.smudge', `until [ -e '${go}' ]; do sleep 0.1; done; cat`);
  return () => writeFile(go, '');
}

test('a large repository: row and terminal are there at once and say how far it is; stopped, then done', async ({
  workbench,
  server,
  repo,
}) => {
  const go = await largeOne(repo);
  await workbench.open(server.address, repo);
  await workbench.showBranchline();
  await newSession(workbench, 'Write docs');
  const row = workbench.row(/docs/i).first();
  const soFar = /Preparing files [\d,]+ of 20,\d{3}/;
  await expect(row).toContainText(soFar);
  await workbench.expectTerminal(/Preparing the worktree: [\d,]+ of 20,\d{3} files/);
  await workbench.screenshot('preparing-1-files');

  // Nothing is left of it, and no question is asked.
  await workbench.contextAction(row, 'Stop');
  await expect(row).toContainText('Paused: stopped');
  await expect.poll(async () => (await git(repo, 'worktree', 'list')).trim().split('\n').length).toBe(1);
  expect(await git(repo, 'branch', '--list', 'branchline/*')).toBe('');
  await workbench.screenshot('preparing-2-stopped');

  // It is made anew, and the agent comes in the same terminal.
  await workbench.inlineAction(row, /^Resume/);
  await expect(row).toContainText(soFar);
  await row.click();
  await workbench.expectTerminal(/Preparing the worktree: [\d,]+ of 20,\d{3} files/);
  await go();
  await workbench.expectTerminal(/README\.md/);
  await expect(row).not.toContainText('Preparing');
  await workbench.screenshot('preparing-3-agent');
});
