/** The rows of changed files below their session's. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { FileChange, Session } from '../protocol/protocol.ts';
import { type DrawnRow, drawBox, drawRow, themeIcon } from '../shared/draw.ts';
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

/**
 * Where files are shown as folders. `folder` is relative to the worktree, `above` what it is shown below; `isClosed`:
 * there is too much to show all of it.
 */
export interface FolderNode {
  kind: 'folder';
  sessionId: string;
  folder: string;
  above: string;
  isClosed: boolean;
}

/** Some of the many files of a list, from one on and up to another; `folder` is `''` where they are in no folder's row. */
export interface MoreNode {
  kind: 'more';
  sessionId: string;
  folder: string;
  from: number;
  to: number;
  count: number;
}

export function moreItem({ sessionId, folder, from, to, count }: MoreNode): DrawnRow {
  const label = t('{0}–{1} of {2} files', from + 1, to, count);
  return drawRow(
    { label, spoken: label },
    {
      id: `${sessionId}\n${folder}/\n${from}`,
      iconPath: themeIcon({ icon: 'ellipsis' }),
      contextValue: 'more',
      collapsibleState: vscode.TreeItemCollapsibleState.Collapsed,
    },
  );
}

export function folderItem({ sessionId, folder, above, isClosed }: FolderNode): DrawnRow {
  return drawRow(
    { label: plain(above ? folder.slice(above.length + 1) : folder), spoken: plain(folder, SENTENCES) },
    {
      id: `${sessionId}\n${folder}/`,
      iconPath: themeIcon({ icon: 'folder' }),
      contextValue: 'folder',
      collapsibleState: isClosed ? vscode.TreeItemCollapsibleState.Collapsed : vscode.TreeItemCollapsibleState.Expanded,
    },
  );
}

/** `inFolder`: its folder's row is above it. `session` is undefined when it was just removed. */
export function fileItem(
  { kind, sessionId, file }: FileNode,
  session: Session | undefined,
  inFolder = false,
): DrawnRow {
  const folder = path.posix.dirname(file.path);
  const counts = file.binary ? t('binary') : lineCounts(file);
  const item = drawRow(
    {
      label: plain(path.posix.basename(file.path)),
      description: joined([folder !== '.' && !inFolder && plain(folder), counts], '  '),
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
