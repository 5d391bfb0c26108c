/** What would conflict, in words: on a row, on its tooltip, and in the list of all. Pure. */
import * as path from 'node:path';
import type { Conflict, ConflictKind, ConflictsWith, ForecastResult, Session } from '../../protocol/protocol.ts';
import { joined, NAME, type Plain, plain, SENTENCES } from '../../shared/plain.ts';
import { few, known, type Translate } from '../../shared/words.ts';

/** The name of the session with this id, while it is there. */
export type NameOf = (id: string) => string | undefined;

/** Sessions of whose conflicts a tooltip tells. */
const MOST = 5;

/** `conflicts with fix-login in 2 files and with 1 more`. */
export function conflictText({ conflicts }: Session, nameOf: NameOf, t: Translate): Plain {
  const [first, ...more] = conflicts;
  if (!first) return '';
  const name = sideName(first.with, nameOf, t);
  if (more.length) return t('conflicts with {0} in {1}, and with {2} more', name, files(first.count, t), more.length);
  return t('conflicts with {0} in {1}', name, files(first.count, t));
}

/** For a session's tooltip. */
export function conflictFacts({ conflicts }: Session, nameOf: NameOf, t: Translate): [Plain, Plain][] {
  const rows = conflicts
    .slice(0, MOST)
    .map((each): [Plain, Plain] => [t('Conflicts with {0}', sideName(each.with, nameOf, t)), listed(each, t)]);
  const left = conflicts.length - MOST;
  return left > 0 ? [...rows, [t('Conflicts'), t('with {0} more', left)]] : rows;
}

/** What a row of the forecast stands for: a file of two sides (null: the parent branch), or a session. */
export type Shown = { id: string; with: string | null; file: Conflict } | { id: string };

export interface ForecastRow {
  label: Plain;
  description?: Plain;
  shown: Shown;
}

export interface Section {
  title: Plain;
  rows: ForecastRow[];
}

/** The conflicts of each pair, those with the parent branch, and the order of landing. */
export function sections({ pairs, base, order }: ForecastResult, nameOf: NameOf, t: Translate): Section[] {
  const named = (id: string) => sideName(id, nameOf, t);
  const rows = (id: string, other: string | null, found: readonly Conflict[]) =>
    found.map((file): ForecastRow => ({ ...fileRow(file, t), shown: { id, with: other, file } }));
  return [
    ...base.map(({ id, files: found }) => ({
      title: t('{0} and its parent branch', named(id)),
      rows: rows(id, null, found),
    })),
    ...pairs.map(({ a, b, files: found }) => ({
      title: t('{0} and {1}', named(a), named(b)),
      rows: rows(a, b, found),
    })),
    {
      title:
        pairs.length || base.length
          ? t('Landed in this order, the fewest meet a conflict')
          : t('As they are now, all of them can be landed without a conflict'),
      rows: order.map((id, place) => ({ label: t('{0}. {1}', place + 1, named(id)), shown: { id } })),
    },
  ].filter(({ rows: found }) => found.length);
}

function fileRow({ path: file, kind }: Conflict, t: Translate): { label: Plain; description: Plain } {
  const folder = path.posix.dirname(file);
  return {
    label: plain(path.posix.basename(file), SENTENCES),
    description: joined([folder !== '.' && plain(folder), kindText(kind, t)], '  '),
  };
}

export function kindText(kind: ConflictKind, t: Translate): Plain {
  const words: Record<ConflictKind, Plain> = {
    contents: t('both changed the same lines'),
    binary: t('both changed a binary file'),
    deleted: t('changed on one side, deleted on the other'),
    renamed: t('renamed on one side, or on both'),
    folder: t('a file on one side, a folder on the other'),
    types: t('another type of file on each side'),
    submodule: t('another commit of the submodule on each side'),
    other: t('cannot be merged by itself'),
  };
  return known(words, kind) ?? plain(kind, NAME);
}

/** Above the file that is shown. */
export function sideName(id: string | null, nameOf: NameOf, t: Translate): Plain {
  if (id === null) return t('the parent branch');
  const name = nameOf(id);
  return name === undefined ? t('a session that is gone') : plain(name, NAME);
}

/** For the tab of a file as git would merge it, which is no file on the disk. */
export function mergedName(file: string, sides: readonly (string | null)[], nameOf: NameOf, t: Translate): Plain {
  const [one = null, other = null] = sides;
  const name = plain(path.posix.basename(file), NAME);
  return t('{0} (merged: {1} and {2})', name, sideName(one, nameOf, t), sideName(other, nameOf, t));
}

/** The line where git's first marker stands; 0 where there is none. */
export function firstConflict(text: string): number {
  return Math.max(
    0,
    text.split('\n').findIndex((line) => line.startsWith('<<<<<<< ')),
  );
}

function files(count: number, t: Translate): Plain {
  return count === 1 ? t('1 file') : t('{0} files', count);
}

/** The first of them, and how many more there are. */
function listed({ files: names, count }: ConflictsWith, t: Translate): Plain {
  const shown = few(names, t);
  return count > names.length ? joined([shown, t('{0} in all', files(count, t))], ', ') : shown;
}
