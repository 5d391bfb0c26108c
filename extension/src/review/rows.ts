/** The rows of changed files below their session's. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { FileChange, Session } from '../protocol/protocol.ts';
import { lineCounts } from '../shared/words.ts';
import { fileUri } from './uris.ts';
import { fileLetter } from './words.ts';

export interface FileNode {
  kind: 'file';
  sessionId: string;
  file: FileChange;
}

const t = vscode.l10n.t;

/** `session` is undefined when it was just removed. */
export function fileItem({ kind, sessionId, file }: FileNode, session: Session | undefined): vscode.TreeItem {
  const item = new vscode.TreeItem(path.posix.basename(file.path));
  const folder = path.posix.dirname(file.path);
  const counts = file.binary ? t('binary') : lineCounts(file);
  if (session) item.resourceUri = fileUri(session, file);
  item.id = `${sessionId}\n${file.path}`;
  item.description = [folder === '.' ? '' : folder, counts].filter(Boolean).join('  ');
  item.tooltip = file.oldPath ? `${file.oldPath} → ${file.path}` : file.path;
  item.contextValue = 'file';
  item.accessibilityInformation = {
    label: [file.path, fileLetter(file.status, t).word, counts].filter(Boolean).join(', '),
  };
  item.command = {
    command: 'branchline.openFileChanges',
    title: t('Open File Changes'),
    arguments: [{ kind, sessionId, file }],
  };
  return item;
}
