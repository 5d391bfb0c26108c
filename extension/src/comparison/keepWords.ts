/** What keeping one session of several means, and what came of it. Pure. */
import { landedText, planTitle } from '../landing/words.ts';
import type { How, KeepResult, PutBackResult, Session } from '../protocol/protocol.ts';
import { allRemovalText, meantText } from '../sessions/removal/batchWords.ts';
import { joined, NAME, type Plain, plain } from '../shared/plain.ts';
import { few, type Translate } from '../shared/words.ts';

/** What will happen, before it is confirmed. */
export function keepMeaning(
  session: Session,
  others: readonly Session[],
  how: How,
  plan: KeepResult,
  t: Translate,
): Plain[] {
  const removed = t('The others are removed, each with a snapshot: {0}', meantText(others, t));
  const back = t('“Put Back” restores them for 30 days, and undoes the landing as long as nothing came after it.');
  return [t('{0}.', planTitle(how, session.name, plan, t)), removed, ...allRemovalText(plan.losses, t), back];
}

/** `names` are those of the sessions by their ids, as they were before. */
export function keptText(
  name: string,
  how: How,
  kept: KeepResult,
  names: ReadonlyMap<string, string>,
  t: Translate,
): Plain {
  const called = (ids: readonly string[]) =>
    few(
      ids.map((id) => names.get(id) ?? id),
      t,
    );
  const { removed, failed, onto } = kept;
  return joined(
    [
      landedText(how, name, onto, t),
      removed.length > 0 && t('Removed: {0}.', called(removed)),
      failed &&
        t('“{0}” could not be removed: {1}', plain(names.get(failed.id) ?? failed.id, NAME), plain(failed.said)),
    ],
    ' ',
  );
}

export function putBackText({ restored, failed, stays }: PutBackResult, onto: string, t: Translate): Plain {
  const back = restored.length === 1 ? t('1 session is back.') : t('{0} sessions are back.', restored.length);
  const [first] = failed;
  return joined(
    [
      back,
      stays ? t('The landing stays: {0}', plain(stays)) : t('{0} is where it was before.', plain(onto, NAME)),
      first && t('{0} could not be restored: {1}', failed.length, plain(first.said)),
    ],
    ' ',
  );
}
