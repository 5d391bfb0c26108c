/** How changed files look and sound. Pure. */
import type { FileChange } from '../protocol/protocol.ts';
import type { Letter } from '../shared/look.ts';
import type { Translate } from '../shared/words.ts';

export function fileLetter(status: FileChange['status'], t: Translate): Letter {
  switch (status) {
    case 'A':
      return { letter: 'A', color: 'gitDecoration.addedResourceForeground', word: t('Added') };
    case 'M':
      return { letter: 'M', color: 'gitDecoration.modifiedResourceForeground', word: t('Modified') };
    case 'D':
      return { letter: 'D', color: 'gitDecoration.deletedResourceForeground', word: t('Deleted') };
    case 'R':
      return { letter: 'R', color: 'gitDecoration.renamedResourceForeground', word: t('Renamed') };
    case 'U':
      return { letter: 'U', color: 'gitDecoration.untrackedResourceForeground', word: t('Untracked') };
  }
}
