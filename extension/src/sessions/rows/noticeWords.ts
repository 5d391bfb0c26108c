/** What the user should know that nobody asked for, in words. Pure. */
import type { Notice, NoticeCode } from '../../protocol/protocol.ts';
import { joined, NAME, type Plain, plain, SENTENCES } from '../../shared/plain.ts';
import { cut, known, sizeText, type Translate } from '../../shared/words.ts';

export const ORPHANED_WORKTREES: NoticeCode = 'ORPHANED_WORKTREES';
/** Those that are said in a notification, which leads to what can be done, and not above the rows. */
export const NOTIFIED: readonly NoticeCode[] = [ORPHANED_WORKTREES, 'LOW_DISK', 'CACHES_DELETED'];

/** Sessions that are named in one notice. */
const NAMES = 3;
const SHORT = 40;

export function noticeText({ code, count, names, file, kept, detail }: Notice, t: Translate): Plain {
  const quoted = names.map((name) => t('“{0}”', plain(name, SHORT)));
  const sentences: Record<NoticeCode, Plain> = {
    STORE_DAMAGED: t(
      '{0} could not be read. It was kept as {1}; the log has the cause.',
      plain(file, NAME),
      plain(kept, NAME),
    ),
    STORE_RESTORED: t(
      'The version before the last one of the list of sessions is used; the last change may be missing.',
    ),
    SESSION_UNREADABLE: t(
      '{0} of the sessions in {1} could not be read. Their records are kept in it, as “unreadable”; their worktrees and branches are as they were.',
      count,
      plain(file, NAME),
    ),
    ORPHANED_WORKTREES:
      count === 1
        ? t('1 worktree has no session. Adopt or remove it with “Worktrees Without a Session…”.')
        : t('{0} worktrees have no session. Adopt or remove them with “Worktrees Without a Session…”.', count),
    REPOSITORIES_MISSING: t(
      'The repository of {0} is not where it was. Say where it is with “Locate Repository…”, or open it in a window.',
      joined(cut(quoted, NAMES, t), ', '),
    ),
    BAD_PERSONA: t('A persona cannot be used. {0}', plain(detail, SENTENCES)),
    LOW_DISK: t('Only {0} are free on the disk of {1}.', sizeText(count), plain(file)),
    CACHES_DELETED: t(
      'The disk was nearly full: caches of {0} were deleted in {1}.',
      sizeText(count),
      joined(cut(quoted, NAMES, t), ', '),
    ),
    WORKTREES_MISSING: t(
      'There is no worktree any more for {0}. Resume brings it back from a snapshot.',
      joined(cut(quoted, NAMES, t), ', '),
    ),
  };
  return known(sentences, code) ?? plain(code);
}
