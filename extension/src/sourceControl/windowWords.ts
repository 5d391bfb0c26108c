/** Of a window that has a session's worktree as its folder: whose it is. Pure. */
import type { Session } from '../protocol/protocol.ts';
import type { StatusItem } from '../shared/look.ts';
import { joined, NAME, type Plain, plain, withIcon } from '../shared/plain.ts';
import type { Translate } from '../shared/words.ts';

/** The one whose worktree is, or is around, one of the window's folders. Both are absolute. */
export function sessionOfWindow(folders: readonly string[], sessions: readonly Session[]): Session | undefined {
  const isIn = (folder: string, worktree: string) => folder === worktree || folder.startsWith(`${worktree}/`);
  return sessions.find(({ worktree }) => worktree && folders.some((folder) => isIn(folder, worktree)));
}

export function windowItem(session: Session, status: Plain, t: Translate): StatusItem {
  const name = plain(session.name, NAME);
  const whose = t('This window shows the worktree of “{0}”.', name);
  return {
    text: withIcon('window', name),
    spoken: t('Branchline, worktree of {0}: {1}', name, status),
    tooltip: joined([whose, t('{0}. Click to open its terminal.', status)], '\n'),
    warning: false,
  };
}
