/** Which sessions are shown. Pure. */
import type { Session } from '../../protocol/protocol.ts';
import { type Standing, standing } from '../rows/order.ts';

export interface Filter {
  /** Looked for in what the records say, as it is but for letters' case; "": anything. */
  text: string;
  /** None: all of them. */
  standings: readonly Standing[];
  /** What the sidecar found in instructions and transcripts: a line by session. */
  found: ReadonlyMap<string, string>;
}

export const NO_FILTER: Filter = { text: '', standings: [], found: new Map() };

export function isFiltering({ text, standings }: Filter): boolean {
  return text !== '' || standings.length > 0;
}

export function fits(session: Session, { text, standings, found }: Filter): boolean {
  const hasStanding = !standings.length || standings.includes(standing(session));
  return hasStanding && (!text || found.has(session.id) || isSaid(session, text));
}

/** The line for which a session is shown, where its row does not say it. */
export function foundLine(session: Session, { text, found }: Filter): string | undefined {
  return !text || isSaid(session, text) ? undefined : found.get(session.id);
}

/** What the row itself says may alter at any time, so that it is looked at anew. */
function isSaid({ name, title, task, persona, branch }: Session, text: string): boolean {
  const sought = text.toLowerCase();
  return [name, title, task, persona, branch].some((each) => each?.toLowerCase().includes(sought));
}
