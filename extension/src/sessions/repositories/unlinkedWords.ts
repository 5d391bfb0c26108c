/** What came of a worktree that had lost its repository. Pure. */
import type { Session } from '../../protocol/protocol.ts';
import { NAME, type Plain, plain } from '../../shared/plain.ts';
import type { Translate } from '../../shared/words.ts';

/** Why some ways are not there yet. */
export function runsText(t: Translate): Plain {
  return t('Its agent still runs: stop it before you keep or drop anything.');
}

export function mendedText({ name }: Session, t: Translate): Plain {
  return t('“{0}” and its repository are linked again. Its files are as they were.', plain(name, NAME));
}

export function keptText({ name, worktree }: Session, t: Translate): Plain {
  return t(
    'The files of “{0}” are in a snapshot. It goes on from there, in a new worktree, when you resume it. The old folder stays at {1}.',
    plain(name, NAME),
    plain(worktree),
  );
}

export function droppedText({ name, worktree }: Session, t: Translate): Plain {
  return t(
    '“{0}” is off the list; it can be restored from its latest snapshot. Its files stay at {1}.',
    plain(name, NAME),
    plain(worktree),
  );
}
