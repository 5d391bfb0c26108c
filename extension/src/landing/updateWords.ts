/** Words for bringing sessions up to their base. Pure. */
import type { Session, UpdateFromBaseResult } from '../protocol/protocol.ts';
import { NAME, type Plain, plain } from '../shared/plain.ts';
import type { Translate } from '../shared/words.ts';

/** What came of it for one session. */
export function outcomeText({ name }: Session, { outcome, base }: UpdateFromBaseResult, t: Translate): Plain {
  const session = plain(name, NAME);
  const from = plain(base, NAME);
  switch (outcome) {
    case 'updated':
      return t('“{0}” has what {1} has now.', session, from);
    case 'level':
      return t('“{0}” had all of {1} already.', session, from);
    case 'handedOver':
      return t('The agent of “{0}” was told to bring {1} in and to resolve the conflicts.', session, from);
    case 'left':
      return t('The merge of {1} into “{0}” has conflicts. Resolve them in its worktree, and commit.', session, from);
    default:
      return plain(outcome);
  }
}

/** Of several: how many are up to date now. */
export function outcomesText(done: number, all: number, t: Translate): Plain {
  return t('{0} of {1} sessions have what their base has now.', done, all);
}

/** What is offered where it conflicts. Markers are left by a merge alone, and only in what is committed. */
export function offers(session: Session, how: 'merge' | 'rebase', committed: boolean): ('agent' | 'markers')[] {
  const live = session.status === 'ready';
  return [...(live ? (['agent'] as const) : []), ...(how === 'merge' && committed ? (['markers'] as const) : [])];
}
