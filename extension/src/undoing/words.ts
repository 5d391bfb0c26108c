/** What is said when something was taken back, or is tried. Pure. */
import type { EndTryResult, Session } from '../protocol/protocol.ts';
import type { StatusItem } from '../shared/look.ts';
import { joined, NAME, type Plain, plain, SENTENCES } from '../shared/plain.ts';
import { few, type Translate } from '../shared/words.ts';

/** A file's changes, or some of its lines', are gone. */
export function discarded(path: string, someLines: boolean, t: Translate): Plain {
  const name = plain(path);
  return someLines ? t('The change in {0} was discarded.', name) : t('The changes of {0} were discarded.', name);
}

export function undone(files: readonly string[], t: Translate): Plain {
  return t('What that answer let pass was undone: {0}.', few(files, t));
}

/** undefined: nothing is being tried here. */
export function tryingItem(tried: readonly Session[], t: Translate): StatusItem | undefined {
  const [session] = tried;
  if (!session) return undefined;
  const name = plain(session.name, NAME);
  const says = t('Trying {0}', name);
  const what = t(
    'The files of “{0}” are in {1}. Click to put back what was there.',
    name,
    plain(session.tried ?? '', SENTENCES),
  );
  return { text: says, spoken: joined([says, what], ', '), tooltip: what, warning: true };
}

export function tryBegan(session: Session, left: readonly string[], t: Translate): Plain {
  const began = t(
    'The files of “{0}” are in the main checkout now. What was there comes back with one click in the status bar.',
    plain(session.name, NAME),
  );
  return left.length ? joined([began, t('Not put there: {0}.', few(left, t))], ' ') : began;
}

export function tryEnded(session: Session, { altered, count, snapshot }: EndTryResult, t: Translate): Plain {
  const name = plain(session.name, NAME);
  if (!count) return t('“{0}” is not tried any more. The main checkout is as it was.', name);
  return t(
    '“{0}” is not tried any more. You changed files meanwhile ({1}), which are kept in commit {2}.',
    name,
    few(altered, t),
    plain((snapshot ?? '').slice(0, 12)),
  );
}
