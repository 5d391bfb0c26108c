/** Marks on rows: git's letters on changed files, who wants the user on sessions. All of it is in the URI's query. */
import type * as vscode from 'vscode';
import type { FileStatus, Status } from '../../protocol/protocol.ts';
import { FILE_SCHEME } from '../../review/uris.ts';
import { fileLetter } from '../../review/words.ts';
import { t } from '../../shared/l10n.ts';
import type { Letter } from '../../shared/look.ts';
import { SESSION_SCHEME } from './uri.ts';
import { sessionMark } from './words.ts';

export function rowMark({ scheme, query }: vscode.Uri): Letter | undefined {
  const told = new URLSearchParams(query);
  const status = told.get('status');
  if (!status) return undefined;
  if (scheme === FILE_SCHEME) return fileLetter(status as FileStatus, t);
  return scheme === SESSION_SCHEME ? sessionMark(status as Status, told.get('unread') === 'true', t) : undefined;
}
