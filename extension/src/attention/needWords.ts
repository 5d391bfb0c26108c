/** What sessions need the user for, as one message. Pure. */
import { whyYou } from '../autoYes/words.ts';
import { waitsFor } from '../prompts/asked.ts';
import type { Need, NeedKind, Session } from '../protocol/protocol.ts';
import { turnWord } from '../sessions/rows/statusWords.ts';
import { backgroundText } from '../sessions/rows/workWords.ts';
import { joined, LINE, NAME, type Plain, plain } from '../shared/plain.ts';
import { cut, known, span, type Translate } from '../shared/words.ts';

/** Names in one message. */
const NAMES = 5;
const SHORT = 40;

/** A need, and the session that has it. */
export interface Needing {
  need: Need;
  session: Session;
}

/** Whether the session still needs that. */
export function stands({ kind, promptId }: Need, session: Session | undefined): boolean {
  if (!session) return false;
  const { status, reason, prompt, unread } = session;
  const isOver = status === 'ready' && unread;
  const answers: Record<NeedKind, boolean> = {
    waiting: status === 'waiting' && (!promptId || !prompt || prompt.id === promptId),
    failed: status === 'failed' || isOver,
    finished: status === 'completed' || isOver,
    quiet: status === 'working' && reason === 'no output',
  };
  return known(answers, kind) ?? true;
}

/** What all of them need: by kind, the kind that is needed longest first. */
export function needsText(needing: readonly Needing[], now: Date, t: Translate): Plain {
  const kinds = [...new Set(needing.map(({ need }) => need.kind))];
  const groups = kinds.map((kind) => needing.filter(({ need }) => need.kind === kind));
  return joined(
    groups.map((group) => (group.length === 1 && group[0] ? one(group[0], now, t) : several(group, t))),
    ' ',
  );
}

function one({ need, session }: Needing, now: Date, t: Translate): Plain {
  const name = plain(session.name, NAME);
  const { status, reason } = session;
  const why = reason ? plain(reason, LINE) : '';
  const texts: Record<NeedKind, () => Plain> = {
    waiting: () => joined([t('“{0}” waits for you: {1}.', name, waitsFor(session, t)), whyYou(session, t)], ' '),
    failed: () => {
      if (status === 'ready') return t('“{0}” cannot go on: {1}.', name, turnWord(session, t));
      return why ? t('“{0}” failed: {1}.', name, why) : t('“{0}” failed.', name);
    },
    finished: () => finished(session, name, t),
    quiet: () => t('“{0}” works, and has printed nothing for {1}.', name, span(need.since, now, t)),
  };
  return (known(texts, need.kind) ?? (() => t('“{0}” needs you.', name)))();
}

function finished(session: Session, name: Plain, t: Translate): Plain {
  const { status, reason, begun } = session;
  if (status !== 'ready') return begun ? t('“{0}” has ended.', name) : t('“{0}” has ended, and began nothing.', name);
  if (reason === 'background tasks ended') return t('What “{0}” ran in the background has ended.', name);
  const background = backgroundText(session, t);
  if (background) return t('“{0}” is ready, with {1}.', name, background);
  return begun ? t('“{0}” is ready.', name) : t('“{0}” is ready, and has begun nothing.', name);
}

function several(group: readonly Needing[], t: Translate): Plain {
  const [first] = group;
  const quoted = group.map(({ session }) => t('“{0}”', plain(session.name, SHORT)));
  const names = joined(cut(quoted, NAMES, t), ', ');
  const count = group.length;
  const texts: Record<NeedKind, () => Plain> = {
    waiting: () => t('{0} sessions wait for you: {1}.', count, names),
    failed: () => t('{0} sessions failed or cannot go on: {1}.', count, names),
    finished: () => t('{0} sessions are ready: {1}.', count, names),
    quiet: () => t('{0} sessions work, and print nothing: {1}.', count, names),
  };
  return (known(texts, first?.need.kind ?? '') ?? (() => t('{0} sessions need you: {1}.', count, names)))();
}
