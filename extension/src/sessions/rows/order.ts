/** Who needs the user first: the order of sessions, in the side bar and in every list of them. Pure. */
import type { Session, Status } from '../../protocol/protocol.ts';
import { known } from '../../shared/words.ts';

/** What a session is to the user. */
export type Standing = 'waiting' | 'failed' | 'unread' | 'working' | 'ready' | 'paused' | 'completed';

const RANKS: Record<Standing, number> = {
  waiting: 0,
  failed: 1,
  unread: 2,
  working: 3,
  ready: 4,
  paused: 5,
  completed: 6,
};
/** The ones that need the user most first. */
export const STANDINGS = Object.keys(RANKS) as Standing[];

const OF: Record<Status, Standing> = {
  queued: 'working',
  starting: 'working',
  working: 'working',
  waiting: 'waiting',
  ready: 'ready',
  paused: 'paused',
  failed: 'failed',
  completed: 'completed',
};

export type Ordered = Pick<Session, 'id' | 'status' | 'unread' | 'pinned' | 'since'>;

export function standing({ status, unread }: Pick<Session, 'status' | 'unread'>): Standing {
  return status === 'ready' && unread ? 'unread' : (known(OF, status) ?? 'working');
}

export function needsUser(of: Standing): boolean {
  return RANKS[of] <= RANKS.unread;
}

/** The one that needs the user most; undefined where there is none. */
export function worst(sessions: readonly Ordered[]): Standing | undefined {
  const found = new Set(sessions.map(standing));
  return STANDINGS.find((each) => found.has(each));
}

/**
 * Pinned ones first, then by standing. Among those that need the user the one that does so longest; among the others the
 * one that came to where it is last, which holds as long as it stays there: nothing moves because an agent prints.
 */
export function inOrder<S extends Ordered>(sessions: readonly S[]): S[] {
  return [...sessions].sort(
    (a, b) =>
      Number(b.pinned) - Number(a.pinned) ||
      RANKS[standing(a)] - RANKS[standing(b)] ||
      (needsUser(standing(a)) ? earlier(a, b) : earlier(b, a)) ||
      a.id.localeCompare(b.id),
  );
}

function earlier(a: Ordered, b: Ordered): number {
  return a.since < b.since ? -1 : Number(a.since > b.since);
}
