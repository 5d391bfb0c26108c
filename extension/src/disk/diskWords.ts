/** What is on the disk, and what may go, in words. Pure. */
import type { Cache, Merged, RepositoryUse, Session, SessionUse, SpareState } from '../protocol/protocol.ts';
import { joined, NAME, type Plain, plain } from '../shared/plain.ts';
import { age, known, sizeText, type Translate } from '../shared/words.ts';

export interface SizeRow {
  label: Plain;
  description: Plain;
  detail?: Plain;
}

/** Bytes of a session: at most, as files may share what they hold. */
export function totalOf({ files, caches, snapshots, kept }: SessionUse): number {
  return files + caches + (snapshots ?? 0) + kept;
}

export function totalOfAll(sessions: readonly SessionUse[], repositories: readonly RepositoryUse[]): number {
  const ofSessions = sessions.reduce((all, use) => all + totalOf(use), 0);
  return repositories.reduce((all, { spares, removed }) => all + spareBytes(spares) + (removed ?? 0), ofSessions);
}

function spareBytes(spares: RepositoryUse['spares']): number {
  return spares.reduce((all, { bytes }) => all + bytes, 0);
}

export function sessionUseRow(use: SessionUse, session: Session, t: Translate): SizeRow {
  const { files, caches, snapshots, kept } = use;
  return {
    label: plain(session.name, NAME),
    description: sizeText(totalOf(use)),
    detail: joined([
      files > 0 && t('worktree {0}', sizeText(files)),
      caches > 0 && t('caches {0}', sizeText(caches)),
      snapshots === null ? t('snapshots not known') : snapshots > 0 && t('snapshots about {0}', sizeText(snapshots)),
      kept > 0 && t('history {0}', sizeText(kept)),
    ]),
  };
}

/** Of the spares of a repository; undefined where there are none. */
export function sparesRow({ repo, spares }: RepositoryUse, t: Translate): SizeRow | undefined {
  const [first] = spares;
  if (!first) return undefined;
  const name = repoName(repo);
  const label =
    spares.length === 1 ? t('Spare worktree of {0}', name) : t('{0} spare worktrees of {1}', spares.length, name);
  const states = [...new Set(spares.map(({ state }) => stateText(state, t)))];
  return { label, description: sizeText(spareBytes(spares)), detail: joined(states) };
}

function stateText(state: SpareState | null, t: Translate): Plain {
  if (state === null) return t('being prepared');
  const texts: Record<SpareState, Plain> = {
    ready: t('ready for the next session'),
    gone: t('deleted by somebody'),
    locked: t('locked by somebody, so that it is left alone'),
    damaged: t('damaged or outdated, to be made anew'),
  };
  return known(texts, state) ?? plain(state, NAME);
}

/** Of the sessions of a repository that were removed; undefined where there is nothing. */
export function removedUseRow({ repo, removed }: RepositoryUse, t: Translate): SizeRow | undefined {
  if (!removed) return undefined;
  const label = t('Removed sessions of {0}', repoName(repo));
  return { label, description: sizeText(removed), detail: t('Snapshots, about, which are kept for 30 days') };
}

/** How much is free, of each disk once. */
export function freeText(repositories: readonly RepositoryUse[], t: Translate): Plain {
  const disks = new Map(repositories.filter(({ total }) => total > 0).map((each) => [each.total, each.free]));
  const parts = [...disks].map(([total, free]) => t('{0} of {1} are free.', sizeText(free), sizeText(total)));
  return joined([...parts, t('Choose a session to open it.')], ' ');
}

export function cacheRow({ path, bytes, usedAt }: Cache, name: string, now: Date, t: Translate): SizeRow {
  const label = t('{0} in “{1}”', plain(path), plain(name, NAME));
  return { label, description: sizeText(bytes), detail: t('The session was at work {0}.', age(usedAt, now, t)) };
}

export function bytesOf(items: readonly { bytes: number }[]): number {
  return items.reduce((all, { bytes }) => all + bytes, 0);
}

export function freedText(freed: number, left: number, t: Translate): Plain {
  const what = t('Up to {0} are being freed.', sizeText(freed));
  const stay =
    left === 1 ? t('1 folder stays because it is in use again.') : t('{0} folders stay: in use again.', left);
  return joined([what, left > 0 && stay], ' ');
}

/** A session whose work has landed, with what would go. */
export function mergedRow(merged: Merged, session: Session, t: Translate): SizeRow {
  const { onto, pullRequest, losses, bytes, whole } = merged;
  const { files, commits, ignored } = losses;
  const where = onto ? t('landed on {0}', plain(onto, NAME)) : t('pull request {0} was merged', pullRequest ?? 0);
  return {
    label: plain(session.name, NAME),
    description: joined([where, sizeText(bytes)]),
    detail: joined([
      !whole && t('has more than what landed'),
      files === 1 ? t('1 uncommitted file') : files > 0 && t('{0} uncommitted files', files),
      commits === 1
        ? t('1 commit that exists nowhere else')
        : commits > 0 && t('{0} commits that exist nowhere else', commits),
      ignored === 1
        ? t('1 ignored file is lost for good')
        : ignored > 0 && t('{0} ignored files are lost for good', ignored),
      losses.live && t('its agent is still running'),
      whole && !ignored && t('nothing is lost'),
    ]),
  };
}

function repoName(repo: string): Plain {
  return plain(repo.split('/').filter(Boolean).at(-1) ?? repo, NAME);
}
