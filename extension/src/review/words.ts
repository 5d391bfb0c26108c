/** How changed files look and sound. Pure. */
import type { FileStatus } from '../protocol/protocol.ts';
import type { Letter } from '../shared/look.ts';
import { known, type Translate } from '../shared/words.ts';

export function fileLetter(status: FileStatus, t: Translate): Letter {
  const letters: Record<FileStatus, Letter> = {
    A: { letter: 'A', color: 'gitDecoration.addedResourceForeground', word: t('Added') },
    M: { letter: 'M', color: 'gitDecoration.modifiedResourceForeground', word: t('Modified') },
    D: { letter: 'D', color: 'gitDecoration.deletedResourceForeground', word: t('Deleted') },
    R: { letter: 'R', color: 'gitDecoration.renamedResourceForeground', word: t('Renamed') },
    U: { letter: 'U', color: 'gitDecoration.untrackedResourceForeground', word: t('Untracked') },
  };
  // VS Code takes a badge of two characters at most.
  const other = { letter: status.slice(0, 2), color: 'gitDecoration.modifiedResourceForeground', word: status };
  return known(letters, status) ?? other;
}
