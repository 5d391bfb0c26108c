/** The rows of changed files below their session's. */
import * as path from 'node:path';
import type { FileChange, Session } from '../protocol/protocol.ts';
import { type DrawnRow, drawBox, drawRow } from '../shared/draw.ts';
import { t } from '../shared/l10n.ts';
import { joined, plain, SENTENCES } from '../shared/plain.ts';
import { lineCounts } from '../shared/words.ts';
import { fileUri } from './uris.ts';
import { fileLetter } from './words.ts';

export interface FileNode {
  kind: 'file';
  sessionId: string;
  file: FileChange;
}

/** `session` is undefined when it was just removed. */
export function fileItem({ kind, sessionId, file }: FileNode, session: Session | undefined): DrawnRow {
  const folder = path.posix.dirname(file.path);
  const counts = file.binary ? t('binary') : lineCounts(file);
  const item = drawRow(
    {
      label: plain(path.posix.basename(file.path)),
      description: joined([folder !== '.' && plain(folder), counts], '  '),
      tooltip: plain(file.oldPath ? `${file.oldPath} → ${file.path}` : file.path, SENTENCES),
      spoken: joined([plain(file.path, SENTENCES), fileLetter(file.status, t).word, counts], ', '),
    },
    {
      id: `${sessionId}\n${file.path}`,
      ...(session && { resourceUri: fileUri(session, file) }),
      contextValue: 'file',
      command: {
        command: 'branchline.openFileChanges',
        title: t('Open File Changes'),
        arguments: [{ kind, sessionId, file }],
      },
    },
  );
  const tooltip = file.reviewed ? t('Reviewed. Untick to see it as new.') : t('Mark as Reviewed');
  return drawBox(item, { isTicked: file.reviewed, tooltip });
}
