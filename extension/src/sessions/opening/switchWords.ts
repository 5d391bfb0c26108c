/** The rows by which a session is chosen: how it is, since when, and what it was doing. Pure. */
import { asked } from '../../prompts/asked.ts';
import type { Lately, Session } from '../../protocol/protocol.ts';
import { joined, LINE, NAME, type Plain, plain } from '../../shared/plain.ts';
import { age, type Translate } from '../../shared/words.ts';
import { statusText, statusWord } from '../rows/statusWords.ts';

export interface SwitchRow {
  label: Plain;
  description: Plain;
  detail: Plain;
}

export function switchRow(
  session: Session,
  lately: Lately | undefined,
  here: boolean,
  now: Date,
  t: Translate,
): SwitchRow {
  // What it waits for stands in the row below, whole.
  const status = session.status === 'waiting' ? statusWord(session.status, t) : statusText(session, t);
  const unread = session.unread && session.status !== 'waiting' ? t('unread') : '';
  return {
    label: plain(session.name, NAME),
    description: joined([status, unread, age(session.since, now, t), here && t('current')]),
    detail: joined([plain(session.title, NAME), doing(session, lately)]),
  };
}

/** What it asks, did or said last, or else was told. */
function doing({ status, prompt, title }: Session, lately: Lately | undefined): Plain {
  if (status === 'waiting' && prompt) return asked(prompt);
  if (lately?.did) return plain(lately.did);
  const told = plain(lately?.told ?? '', LINE);
  return told === plain(title, NAME) ? '' : told;
}
