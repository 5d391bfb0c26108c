/** Which sessions were interrupted, or told in a new conversation where things stand, without the user knowing. Pure. */
import type { Session } from '../../protocol/protocol.ts';
import { isInterrupted } from '../../shared/sessionFacts.ts';

export interface InterruptionNews {
  /** Told by a list, and not heard of before. */
  interrupted: Session[];
  /** Went on, but not with their conversation. */
  handedOver: Session[];
}

export class Interruptions {
  private readonly interrupted = new Set<string>();
  /** By id, whether the session had been handed over when it was told last. */
  private readonly handedOver = new Map<string, boolean>();

  /** Takes in the sessions as they are now; `changed` is the one whose record came, undefined after a list. */
  news(sessions: readonly Session[], changed: Session | undefined): InterruptionNews {
    const found: InterruptionNews = { interrupted: [], handedOver: [] };
    for (const session of sessions) {
      const { id } = session;
      if (!isInterrupted(session)) this.interrupted.delete(id);
      else if (!this.interrupted.has(id)) {
        this.interrupted.add(id);
        if (!changed) found.interrupted.push(session);
      }
      if (session.handedOver && this.handedOver.get(id) === false) found.handedOver.push(session);
      this.handedOver.set(id, session.handedOver);
    }
    return found;
  }
}
