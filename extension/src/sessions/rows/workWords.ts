/** What runs under a session, in words and icons. Pure. */
import type { BackgroundKind, BackgroundWork, Session } from '../../protocol/protocol.ts';
import type { Look } from '../../shared/look.ts';
import { joined, LINE, type Plain, plain } from '../../shared/plain.ts';
import { few, known, shortSpan, span, type Translate } from '../../shared/words.ts';

const LOOKS: Record<BackgroundKind, Look> = {
  subagent: { icon: 'hubot' },
  shell: { icon: 'terminal' },
  server: { icon: 'server-process' },
  process: { icon: 'gear' },
};

export function workLook({ kind }: BackgroundWork): Look {
  return known(LOOKS, kind) ?? { icon: 'gear' };
}

export function workKind({ kind }: BackgroundWork, t: Translate): Plain {
  const words: Record<BackgroundKind, Plain> = {
    subagent: t('subagent'),
    shell: t('command'),
    server: t('server'),
    process: t('process'),
  };
  return known(words, kind) ?? plain(kind, LINE);
}

/** How many there are: subagents by themselves while the agent works, as it waits for them. */
export function backgroundText({ background, status }: Session, t: Translate): Plain {
  const isAwaited = ({ kind }: BackgroundWork) => kind === 'subagent' && status !== 'ready';
  const subagents = background.filter(isAwaited).length;
  const others = background.length - subagents;
  return joined([
    subagents === 1 ? t('1 subagent') : subagents > 1 && t('{0} subagents', subagents),
    others > 0 && t('{0} in the background', others),
  ]);
}

/** Of one that rests or ended, and never began what it was told, or was told nothing. */
export function unbegunText({ begun, status }: Session, t: Translate): Plain {
  if (begun) return '';
  return status === 'ready' ? t('nothing begun yet') : status === 'completed' ? t('nothing was begun') : '';
}

/** How far it is, by its own list of things to do and by its program. */
export function progressText({ progress }: Session, t: Translate): Plain {
  if (!progress) return '';
  const { done, total, doing, percent } = progress;
  return joined([
    total > 0 && t('{0} of {1} done', done, total),
    percent !== null && t('at {0} %', percent),
    plain(doing),
  ]);
}

/** Rows of a tooltip. */
export function workRows(session: Session, now: Date, t: Translate): [Plain, string][] {
  const rows: [Plain, string][] = [];
  const { background, tool } = session;
  const progress = progressText(session, t);
  if (progress) rows.push([t('Progress'), progress]);
  if (tool !== null) rows.push([t('Uses'), tool]);
  const listed = background.map((work) => `${work.label} (${workText(work, now, t)})`);
  if (listed.length) rows.push([t('Runs'), few(listed, t)]);
  return rows;
}

/** Beside its label. */
export function workText(work: BackgroundWork, now: Date, t: Translate): Plain {
  return joined([workKind(work, t), shortSpan(work.since, now, t)]);
}

export function spokenWork(work: BackgroundWork, now: Date, t: Translate): Plain {
  return joined([plain(work.label), workKind(work, t), t('for {0}', span(work.since, now, t))], ', ');
}
