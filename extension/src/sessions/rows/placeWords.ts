/** Where a session's agent is: what its worktree has checked out, and what it touched outside of it, in words. Pure. */
import type { HeadMove, Session, Stray, StrayWay } from '../../protocol/protocol.ts';
import { joined, LINE, NAME, type Plain, plain } from '../../shared/plain.ts';
import { few, known, type Translate } from '../../shared/words.ts';

/** For the row: nothing where its own branch is checked out. */
export function headText({ head, branch }: Session, t: Translate): Plain {
  if (!head || !branch || head.branch === branch) return '';
  return head.branch === null ? t('HEAD is detached') : t('on {0}', plain(head.branch, NAME));
}

/** For the row: nothing where it kept to its worktree. */
export function strayText({ strayed }: Session, t: Translate): Plain {
  if (!strayed.length) return '';
  const places = strayed.filter(({ way }) => way !== 'altered');
  if (!places.length) return t('main checkout altered');
  return places.some(({ main }) => main) ? t('in the main checkout') : t('outside its worktree');
}

/** For the tooltip. */
export function headRows({ head, branch }: Session, t: Translate): [Plain, string][] {
  if (!head) return [];
  const rows: [Plain, string][] = [];
  if (branch && head.branch !== branch)
    rows.push([t('Checked out'), head.branch ?? t('no branch, {0}', plain(head.commit.slice(0, 10)))]);
  const count = head.commits === 1 ? t('1 since the base') : t('{0} since the base', head.commits);
  const moved = head.moved === null ? '' : movedWord(head.moved, t);
  if (head.commits || moved) rows.push([t('Own commits'), joined([count, moved], ', ')]);
  return rows;
}

/** For the tooltip: what it touched, the latest first. `nameOf` gives another session's name. */
export function strayRows(
  { strayed }: Session,
  nameOf: (id: string) => string | undefined,
  t: Translate,
): [Plain, string][] {
  const said = [...strayed].reverse().map((stray) => touched(stray, nameOf, t));
  return said.length ? [[t('Outside its worktree'), few(said, t)]] : [];
}

function touched(stray: Stray, nameOf: (id: string) => string | undefined, t: Translate): Plain {
  const words: Record<StrayWay, Plain> = {
    wrote: t('wrote {0}', plain(stray.path)),
    entered: t('went to {0}', plain(stray.path)),
    altered: t('{0} altered while it worked', plain(stray.path)),
  };
  const word = known(words, stray.way) ?? plain(stray.path);
  const other = stray.session === null ? undefined : nameOf(stray.session);
  if (other !== undefined) return t('{0} (worktree of {1})', word, plain(other, NAME));
  return stray.main ? t('{0} (main checkout)', word) : word;
}

/** How HEAD came where it is, where its commits do not say it. */
function movedWord(move: HeadMove, t: Translate): Plain {
  const words: Record<HeadMove, Plain> = {
    committed: joined([]),
    merged: t('merged'),
    switched: t('checked out'),
    reset: t('reset'),
    rebased: t('rebased'),
  };
  return known(words, move) ?? plain(move, LINE);
}
