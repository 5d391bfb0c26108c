/** Which file the user looks at next, of all that are new to the user. Pure. */
import type { FileChange, Unreviewed } from '../protocol/protocol.ts';

export interface Place {
  /** The session's id. */
  session: string;
  /** Absolute. */
  file: string;
}

export interface Next {
  id: string;
  tree: string;
  file: FileChange;
}

/** The one after `from`, where that is known; after the last comes the first. Undefined: all were looked at. */
export function nextUnreviewed(sessions: readonly Unreviewed[], from: Place | undefined): Next | undefined {
  const queue = sessions.flatMap(({ id, tree, files }) => files.map((file) => ({ id, tree, file })));
  if (!from) return queue[0];
  const here = queue.findIndex(({ id, file }) => id === from.session && file.file === from.file);
  if (here >= 0) return queue[(here + 1) % queue.length];
  // It was looked at: the next one of its session by path, else the session's first, else the first of all.
  const own = queue.filter(({ id }) => id === from.session);
  return own.find(({ file }) => file.file > from.file) ?? own[0] ?? queue[0];
}
