/** What the user should know that nobody asked for, in words. Pure. */
import type { Notice, NoticeCode } from '../protocol/protocol.ts';
import { oneLine } from '../shared/plain.ts';
import { cut, known, type Translate } from '../shared/words.ts';

/** Sessions that are named in one notice. */
const NAMES = 3;

export function noticeText({ code, count, names, file, kept }: Notice, t: Translate): string {
  const quoted = names.map((name) => `“${oneLine(name, 40)}”`);
  const sentences: Record<NoticeCode, string> = {
    STORE_DAMAGED: t('{0} could not be read. It was kept as {1}; the log has the cause.', file, kept),
    STORE_RESTORED: t(
      'The version before the last one of the list of sessions is used; the last change may be missing.',
    ),
    SESSION_UNREADABLE: t(
      '{0} of the sessions in {1} could not be read. Their records are kept in it, as “unreadable”; their worktrees and branches are as they were.',
      count,
      file,
    ),
    ORPHANED_WORKTREES:
      count === 1
        ? t('1 worktree has no session. Adopt or remove it with “Worktrees Without a Session…”.')
        : t('{0} worktrees have no session. Adopt or remove them with “Worktrees Without a Session…”.', count),
    WORKTREES_MISSING: t(
      'There is no worktree any more for {0}. Resume brings it back from a snapshot.',
      cut(quoted, NAMES, t).join(', '),
    ),
  };
  return known(sentences, code) ?? code;
}
