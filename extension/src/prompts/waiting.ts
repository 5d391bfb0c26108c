/** Who waits for the user and since when. Pure. */
import type { Session } from '../protocol/protocol.ts';

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
