/** What removing loses and what comes back, in words. Pure. */
import type { Agent, ErrorData, Foreign, Orphan, Removed, Session } from '../../protocol/protocol.ts';
import { joined, NAME, type Plain, plain, SENTENCES } from '../../shared/plain.ts';
import { agentTitle } from '../../shared/sessionFacts.ts';
import { age, few, type Translate, time } from '../../shared/words.ts';
import { type LeftRunning, runningOf, runningText } from './processWords.ts';

/** `ignored` counts the ignored files that no snapshot keeps; `missing` names what none can keep. */
export interface Loss {
  files: number;
  commits: number;
  ignored: number;
  live: boolean;
  missing: readonly string[];
  running: LeftRunning;
}

/** What the sidecar's refusal says. */
export function lossOf({ files, commits, ignored, live, missing, processes, kept }: ErrorData): Loss {
  return {
    files: Number(files ?? 0),
    commits: Number(commits ?? 0),
    ignored: Number(ignored ?? 0),
    live: Boolean(live),
    missing: Array.isArray(missing) ? missing.map(String) : [],
    running: runningOf(processes, kept),
  };
}

/** What removing a session, or a worktree that has none, does; its snapshot brings back all but the ignored files and what cannot be kept. */
export function removalText(loss: Loss, t: Translate, isOfSeveral = false): Plain {
  const back = isOfSeveral
    ? t('They can be restored for 30 days, with “Removed Sessions…”.')
    : t('It can be restored for 30 days, with “Removed Sessions…”.');
  return joined([...lost(loss, t), back, ...notKept(loss, t)], ' ');
}

/** What was done; `heldBy` is the worktree for which its branch stays. */
export function removedText({ name, branch }: Session, heldBy: string | null, t: Translate): Plain {
  const removed = t('Removed “{0}”.', plain(name, NAME));
  if (heldBy === null) return removed;
  const stays = t('Its branch {0} stays: it is checked out in {1}.', plain(branch, NAME), plain(heldBy));
  return joined([removed, stays], ' ');
}

/** What is not deleted yet of a session that is deleted for good. */
export function leftText(name: string, repo: string, t: Translate): Plain {
  return t(
    'The snapshots of “{0}” are still in the repository that was at {1}. They are deleted once it is found.',
    plain(name, NAME),
    plain(repo),
  );
}

/** What taking a session off the list did, and what it left. */
export function forgottenText(name: string, worktree: string | null, t: Translate): Plain {
  const off = t(
    '“{0}” is off the list; it is among the removed sessions, should its repository be found.',
    plain(name, NAME),
  );
  return joined([off, worktree !== null && t('Its worktree stays at {0}.', plain(worktree))], ' ');
}

function lost({ files, commits, live, ignored, missing, running }: Loss, t: Translate): Plain[] {
  const parts: Plain[] = [];
  if (live) parts.push(t('Its agent is still running and will be stopped.'));
  const left = runningText(running, t);
  if (left !== undefined) parts.push(left);
  const fileCount = files === 1 ? t('1 uncommitted file') : t('{0} uncommitted files', files);
  const commitCount =
    commits === 1 ? t('1 commit that exists nowhere else') : t('{0} commits that exist nowhere else', commits);
  if (files && commits) parts.push(t('{0} and {1} will be deleted.', fileCount, commitCount));
  else if (files) parts.push(t('{0} will be deleted.', fileCount));
  else if (commits) parts.push(t('{0} will be deleted.', commitCount));
  else if (!ignored && !missing.length) parts.push(t('No file and no commit would be lost.'));
  return parts;
}

function notKept({ ignored, missing }: Loss, t: Translate): Plain[] {
  const parts: Plain[] = [];
  if (ignored === 1) parts.push(t('1 ignored file is lost for good.'));
  else if (ignored) parts.push(t('{0} ignored files are lost for good.', ignored));
  if (missing.length) parts.push(t('No snapshot can keep this, it is lost for good: {0}.', few(missing, t)));
  return parts;
}

export interface Entry {
  label: Plain;
  description: Plain;
  detail: Plain;
}

/** A removed session in the list of them. */
export function removedEntry(
  removed: Removed,
  agents: readonly Agent[],
  now: Date,
  locale: string,
  t: Translate,
): Entry {
  const kept = time(removed.until, locale);
  return entry(
    removed.name,
    [removed.title !== '' && plain(removed.title), agentTitle(removed, agents), plain(removed.branch)],
    t('removed {0}, kept until {1}', age(removed.removedAt, now, t), kept),
  );
}

/** A worktree without a session in the list of them. */
export function orphanEntry(orphan: Orphan, agents: readonly Agent[], t: Translate): Entry {
  const { agent, branch } = orphan;
  return entry(
    orphan.name,
    [agent !== null && agentTitle({ agent }, agents), branch === null ? t('no branch') : plain(branch)],
    plain(orphan.path, SENTENCES),
  );
}

/** One that was made without Branchline: what an agent was told there last, where that is known. */
export function foreignEntry(worktree: Foreign, agents: readonly Agent[], now: Date, t: Translate): Entry {
  const { agent, branch, path, usedAt, words } = worktree;
  const told = agent !== null && usedAt !== null && t('{0}, {1}', agentTitle({ agent }, agents), age(usedAt, now, t));
  return entry(
    path.split('/').at(-1) ?? path,
    [branch === null ? t('no branch') : plain(branch), told],
    joined([words && t('“{0}”', plain(words)), plain(path, SENTENCES)]),
  );
}

function entry(name: string, facts: readonly (Plain | false)[], detail: Plain): Entry {
  return { label: plain(name, NAME), description: joined(facts), detail };
}
