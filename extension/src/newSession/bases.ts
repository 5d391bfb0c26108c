/** Where a session's branch comes from: HEAD, a branch, a tag or commit, a pull request; or an existing branch itself. */
import * as vscode from 'vscode';
import type { Branch } from '../protocol/protocol.ts';
import { t } from '../shared/l10n.ts';
import { NAME, type Plain, plain } from '../shared/plain.ts';
import { ask, type Row, separator } from '../shared/quickInput.ts';
import type { Client } from '../sidecar/client.ts';
import { type Answer, BACK, pickInFlow } from './answers.ts';
import type { Base } from './draft.ts';

type Way = 'on' | 'pullRequest' | 'commit';

export async function chooseBase(client: Client, repo: string): Promise<Answer<Base>> {
  const { current, branches } = await client.request('repo/branches', { repo });
  const rows: Row<Base | Way>[] = [
    {
      label: t('Current HEAD'),
      description: current === null ? t('detached') : plain(current),
      iconPath: new vscode.ThemeIcon('target'),
      value: { kind: 'head' },
    },
    {
      label: t('Current HEAD with Your Uncommitted Changes'),
      description: t('the main checkout stays as it is'),
      iconPath: new vscode.ThemeIcon('diff'),
      value: { kind: 'changes' },
    },
    way(t('Work on an Existing Branch…'), 'git-branch', 'on'),
    way(t('Pull Request…'), 'git-pull-request', 'pullRequest'),
    way(t('Tag or Commit…'), 'tag', 'commit'),
    separator(t('a new branch from')),
    ...branches.map((branch) => branchRow(branch, { kind: 'from' as const, name: branch.name })),
  ];
  const picked = await pickInFlow(rows, t('New Session: Base'), t('Where does the branch start?'));
  switch (picked) {
    case 'on':
      return chooseExisting(branches);
    case 'pullRequest':
      return choosePullRequest(client, repo);
    case 'commit':
      return askForCommit();
    default:
      return picked;
  }
}

function way(label: Plain, icon: string, value: Way): Row<Way> {
  return { label, iconPath: new vscode.ThemeIcon(icon), value };
}

function branchRow({ name, remote, checkedOut }: Branch, value: Base): Row<Base> {
  return {
    label: plain(name),
    description: remote ? t('remote branch') : checkedOut !== null ? t('checked out') : '',
    iconPath: new vscode.ThemeIcon(remote ? 'cloud' : 'git-branch'),
    value,
  };
}

/** One that no worktree has checked out; of a remote one a local branch is made. */
async function chooseExisting(branches: readonly Branch[]): Promise<Answer<Base>> {
  const free = branches.filter(({ checkedOut }) => checkedOut === null);
  const rows = free.map((branch) => branchRow(branch, { kind: 'on', name: branch.name }));
  return pickInFlow(
    rows,
    t('New Session: Existing Branch'),
    t('On which branch does the agent work? Those that are checked out somewhere are left out.'),
  );
}

/** From the list of `gh` where there is one, else by its number. It is fetched at once. */
async function choosePullRequest(client: Client, repo: string): Promise<Answer<Base>> {
  const { pullRequests } = await client.request('repo/pullRequests', { repo });
  const number = pullRequests?.length ? await pickNumber(pullRequests) : 'ask';
  const wanted = number === 'ask' ? await askForNumber() : number;
  if (wanted === BACK) return BACK;
  const { commit } = await client.request('repo/fetchPullRequest', { repo, number: wanted });
  return { kind: 'pullRequest', number: wanted, commit };
}

async function pickNumber(
  pullRequests: readonly { number: number; title: string; branch: string }[],
): Promise<Answer<number | 'ask'>> {
  const rows: Row<number | 'ask'>[] = [
    ...pullRequests.map(({ number, title, branch }) => ({
      label: plain(`#${number} ${title}`),
      description: plain(branch, NAME),
      iconPath: new vscode.ThemeIcon('git-pull-request'),
      value: number,
    })),
    separator(),
    { label: t('By Its Number…'), iconPath: new vscode.ThemeIcon('edit'), value: 'ask' },
  ];
  return pickInFlow(rows, t('New Session: Pull Request'), t('From which pull request does it start?'));
}

async function askForNumber(): Promise<Answer<number>> {
  const text = await ask({
    title: t('New Session: Pull Request'),
    prompt: t('The number of the pull request. It is fetched; nothing of yours is checked out.'),
    complaint: (typed) => (/^\s*#?\d{1,6}\s*$/.test(typed) ? undefined : t('Write a number.')),
    stays: true,
  });
  return text === undefined ? BACK : Number(text.replace('#', ''));
}

async function askForCommit(): Promise<Answer<Base>> {
  const text = await ask({
    title: t('New Session: Tag or Commit'),
    prompt: t('A tag, a commit’s id, or whatever git takes for one, such as main~3.'),
    stays: true,
  });
  return text?.trim() ? { kind: 'from', name: text.trim() } : BACK;
}
