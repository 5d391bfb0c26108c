/** From one changed file to the next, through all sessions. Pure. */
import type { FileChange, Session } from '../protocol/protocol.ts';

export interface Standing {
  sessionId: string;
  /** Absolute. */
  file: string;
}

/**
 * The file beside where the user is; past a session's last one, the first of the next session that has any, and round.
 * From nowhere it is the first session's first. `filesOf` is asked only of sessions on the way.
 */
export async function beside(
  sessions: readonly Session[],
  filesOf: (session: Session) => Promise<readonly FileChange[]>,
  at: Standing | undefined,
  step: 1 | -1,
): Promise<{ session: Session; file: FileChange } | undefined> {
  const here = sessions.findIndex(({ id }) => id === at?.sessionId);
  const current = sessions[here];
  if (current && at) {
    const files = await filesOf(current);
    const place = files.findIndex(({ file }) => file === at.file);
    const next = place < 0 ? files.at(step > 0 ? 0 : -1) : files[place + step];
    if (next) return { session: current, file: next };
  }
  for (let count = 1; count <= sessions.length; count++) {
    const from = here < 0 && step < 0 ? 0 : here;
    const session = sessions[(from + step * count + sessions.length * count) % sessions.length] as Session;
    const next = (await filesOf(session)).at(step > 0 ? 0 : -1);
    if (next) return { session, file: next };
  }
  return undefined;
}
