/** Going through the sessions that wait, in the order in which they need the user. Pure. */
import type { Session } from '../../protocol/protocol.ts';
import { inOrder } from '../rows/order.ts';

type Waits = Pick<Session, 'id' | 'status' | 'unread' | 'pinned' | 'since' | 'prompt'>;

/** Those that wait, in the order of all lists. */
export function waiting<S extends Waits>(sessions: readonly S[]): S[] {
  return inOrder(sessions.filter(({ status }) => status === 'waiting'));
}

/** The one after the one where the user is, or before it; from elsewhere the first, or the last. */
export function beside<S extends Waits>(sessions: readonly S[], here: string | undefined, step: 1 | -1): S | undefined {
  const waits = waiting(sessions);
  const at = waits.findIndex(({ id }) => id === here);
  if (at < 0) return step > 0 ? waits[0] : waits.at(-1);
  return waits[(at + step + waits.length) % waits.length];
}

/** One time round: each prompt comes once, also those that come meanwhile. */
export class Round {
  private readonly passed = new Set<string>();

  /** The next one, and which one it is of how many. */
  next<S extends Waits>(sessions: readonly S[]): { session: S; at: number; of: number } | undefined {
    const left = waiting(sessions).filter((session) => !this.passed.has(keyOf(session)));
    const [session] = left;
    const at = this.passed.size + 1;
    return session && { session, at, of: at + left.length - 1 };
  }

  /** It was answered or skipped. */
  pass(session: Waits): void {
    this.passed.add(keyOf(session));
  }
}

/** A prompt that cannot be read is known by when it came. */
function keyOf({ id, prompt, since }: Waits): string {
  return `${id} ${prompt?.id ?? since}`;
}
