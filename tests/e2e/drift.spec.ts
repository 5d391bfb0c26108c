/** A session falls behind its base: its row says so, it is updated, and what conflicts is offered to be settled. */
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, git, test } from './fixtures.ts';
import { approve, newSession, worktree } from './sessions.ts';

/** A `gh` that knows of a pull request whose check failed at this commit. */
async function gh(home: string, commit: string): Promise<void> {
  const check = { __typename: 'CheckRun', databaseId: 44, name: 'test', status: 'COMPLETED', conclusion: 'FAILURE' };
  const node = {
    number: 7,
    url: 'https://github.com/octo/tools/pull/7',
    state: 'OPEN',
    isDraft: false,
    headRefOid: commit,
    commits: { nodes: [{ commit: { statusCheckRollup: { contexts: { nodes: [check] } } } }] },
    reviewThreads: { nodes: [] },
  };
  const answer = JSON.stringify({ data: { repository: { pullRequests: { nodes: [node] } } } });
  const program = path.join(home, 'bin', 'gh');
  await mkdir(path.dirname(program), { recursive: true });
  const script = `case "$2" in graphql) echo '${answer}';; *) echo 'AssertionError: 2 != 3';; esac`;
  await writeFile(program, `#!/bin/sh\n${script}\n`);
  await chmod(program, 0o755);
}

test('a row says how far behind it is; an update brings it up, and a conflict changes nothing', async ({
  workbench,
  server,
  repo,
}) => {
  const commit = async (folder: string, name: string, text: string) => {
    await writeFile(path.join(folder, name), text);
    await git(folder, 'add', '-A');
    await git(folder, '-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', 'commit', '-qm', `Change ${name}`);
  };
  await workbench.open(server.address, repo);
  await workbench.showBranchline();
  await newSession(workbench, 'Write docs');
  await approve(workbench, /Do you want to make this edit to README\.md\?/, 1);
  await approve(workbench, /Do you want to run this command\?/, 1);
  const row = workbench.row(/^write-docs, .*Write docs/);
  await expect(row).toHaveAccessibleName(/Ready/);
  const folder = await worktree(repo, 'write');
  const written = await readFile(path.join(folder, 'README.md'), 'utf8');

  // Commits that somebody makes in the main checkout are seen without a click.
  await commit(repo, 'one.txt', 'one\n');
  await commit(repo, 'two.txt', 'two\n');
  await expect(row).toHaveAccessibleName(/, 2 behind main/);
  await workbench.screenshot('drift-1-behind');
  const tip = await workbench.tooltip(row);
  await expect(tip).toContainText('2 behind main');
  await workbench.screenshot('drift-2-tooltip');

  // What the agent wrote is not committed, and comes along.
  await workbench.contextAction(row, /^Update from Base/);
  await expect(workbench.quickInput).toContainText('A commit joins the branch with its base.');
  await workbench.screenshot('drift-3-how');
  await workbench.pick(/^Merge/);
  await expect(workbench.notifications.filter({ hasText: 'has what main has now' })).toBeVisible();
  await expect(row).not.toHaveAccessibleName(/behind/);
  expect(existsSync(path.join(folder, 'two.txt'))).toBe(true);
  expect(await readFile(path.join(folder, 'README.md'), 'utf8')).toBe(written);
  await workbench.screenshot('drift-4-updated');

  // Both have one file of a name: nothing is changed, until the user says what to do.
  await commit(folder, 'both.txt', 'ours\n');
  await commit(repo, 'both.txt', 'theirs\n');
  await expect(row).toHaveAccessibleName(/, 1 behind main/);
  await workbench.contextAction(row, /^Update from Base/);
  await workbench.pick(/^Merge/);
  const refused = workbench.notifications.filter({ hasText: 'both.txt' });
  await expect(refused).toContainText('Nothing was changed.');
  expect(await readFile(path.join(folder, 'both.txt'), 'utf8')).toBe('ours\n');
  await workbench.screenshot('drift-5-conflict');
  await refused.getByRole('button', { name: 'Leave Conflict Markers' }).click();
  await expect(workbench.notifications.filter({ hasText: 'Resolve them in its worktree' })).toBeVisible();
  expect(await readFile(path.join(folder, 'both.txt'), 'utf8')).toContain('<<<<<<<');
  expect(await git(folder, 'status', '--porcelain')).toContain('AA both.txt');
  await workbench.screenshot('drift-6-markers');

  // The checks of its pull request fail: its agent is told so, until the user has enough of it.
  await git(repo, 'remote', 'add', 'origin', 'https://github.com/octo/tools.git');
  await gh(server.home, await git(folder, 'rev-parse', 'HEAD'));
  await workbench.runCommand('Branchline: Keep Going until Green');
  await expect(row).toHaveAccessibleName(/#7 open · 1 of 1 checks failed, try 1 of 3/);
  await expect(workbench.notifications.filter({ hasText: 'its agent is told what failed, 3 times at most' })).toBeVisible();
  await workbench.screenshot('drift-7-keeps-going');
  await workbench.contextAction(row, /^Stop Keep Going/);
  await expect(row).not.toHaveAccessibleName(/try 1 of 3/);
});
