/** How changed files look and sound. Pure. */
import type { FileStatus, Session } from '../protocol/protocol.ts';
import type { Letter } from '../shared/look.ts';
import { NAME, type Plain, plain } from '../shared/plain.ts';
import { known, type Translate } from '../shared/words.ts';

export function commentsText({ open, pending }: Session['comments'], t: Translate): Plain {
  return pending ? t('{0} open, {1} not sent yet', open, pending) : t('{0} open', open);
}

export function fileLetter(status: FileStatus, t: Translate): Letter {
  const letters: Record<FileStatus, Letter> = {
    A: { letter: plain('A'), color: 'gitDecoration.addedResourceForeground', word: t('Added') },
    M: { letter: plain('M'), color: 'gitDecoration.modifiedResourceForeground', word: t('Modified') },
    D: { letter: plain('D'), color: 'gitDecoration.deletedResourceForeground', word: t('Deleted') },
    R: { letter: plain('R'), color: 'gitDecoration.renamedResourceForeground', word: t('Renamed') },
    U: { letter: plain('U'), color: 'gitDecoration.untrackedResourceForeground', word: t('Untracked') },
  };
  // VS Code takes a badge of two characters at most.
  const word = plain(status, NAME);
  const other = { letter: plain(word.slice(0, 2)), color: 'gitDecoration.modifiedResourceForeground', word };
  return known(letters, status) ?? other;
}
