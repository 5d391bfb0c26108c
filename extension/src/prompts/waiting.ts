/** Who waits for the user and since when. Pure; `statusBar` says it in words. */

import type { Session } from '../protocol/records.ts';
import { span, statusText, type Translate } from '../sessions/words.ts';
import { oneLine } from '../shared/plain.ts';
import { waitsFor } from './asked.ts';

export interface Wait {
  session: Session;
  /** ISO time. */
  since: string;
}

/**
 * A session waits since its question came: its evidence is renewed when only the selection moves in the agent's list.
 * A prompt that cannot be read for a moment does not make it another question.
 */
export class Waiting {
  private known = new Map<string, { prompt: string | null; since: string }>();

  /** Takes in the sessions as they are now. Those that wait come back, the one that waits longest first. */
  follow(sessions: readonly Session[]): Wait[] {
    const before = this.known;
    this.known = new Map();
    const waits = sessions.filter(({ status }) => status === 'waiting').map((session) => this.wait(session, before));
    return waits.sort((a, b) => a.since.localeCompare(b.since) || a.session.id.localeCompare(b.session.id));
  }

  private wait(session: Session, before: Map<string, { prompt: string | null; since: string }>): Wait {
    const known = before.get(session.id);
    const prompt = session.prompt?.id ?? known?.prompt ?? null;
    const same = known && (known.prompt === null || known.prompt === prompt);
    const since = same ? known.since : session.evidence.at;
    this.known.set(session.id, { prompt, since });
    return { session, since };
  }
}

export interface StatusBar {
  text: string;
  spoken: string;
  tooltip: string;
  warning: boolean;
}

/** As many lines as a hover shows without scrolling. */
const LINES = 10;

/** undefined: nothing to show. */
export function statusBar(
  sessions: readonly Session[],
  waits: readonly Wait[],
  now: Date,
  t: Translate,
): StatusBar | undefined {
  if (!sessions.length) return undefined;
  const count = sessions.length === 1 ? t('1 session') : t('{0} sessions', sessions.length);
  if (!waits.length) {
    const lines = sessions.map((session) => t('{0}: {1}', oneLine(session.name, 80), statusText(session, t)));
    return {
      text: `$(git-branch) ${count}`,
      spoken: t('Branchline: {0}', count),
      tooltip: few(lines, t),
      warning: false,
    };
  }
  const lines = waits.map(({ session, since }) =>
    t('{0}, for {1}: {2}', oneLine(session.name, 80), span(since, now, t), waitsFor(session, t)),
  );
  const wait = waits.length === 1 ? t('1 waits for input') : t('{0} wait for input', waits.length);
  return {
    text: `$(git-branch) ${count} $(bell-dot) ${t('{0} waiting', waits.length)}`,
    spoken: t('Branchline: {0}, {1}', count, wait),
    tooltip: `${wait}\n${few(lines, t)}`,
    warning: true,
  };
}

function few(lines: string[], t: Translate): string {
  if (lines.length <= LINES) return lines.join('\n');
  return [...lines.slice(0, LINES), t('and {0} more', lines.length - LINES)].join('\n');
}
