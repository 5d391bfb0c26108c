/** Marks on rows: git's letters on changed files, who wants the user on sessions. All of it is in the URI's query. */
import * as vscode from 'vscode';
import type { FileStatus, Status } from '../protocol/protocol.ts';
import { FILE_SCHEME } from '../review/uris.ts';
import { fileLetter } from '../review/words.ts';
import { SESSION_SCHEME } from './uri.ts';
import { sessionMark } from './words.ts';

export class RowDecorations implements vscode.FileDecorationProvider {
  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    const query = new URLSearchParams(uri.query);
    const status = query.get('status');
    if (!status) return undefined;
    const t = vscode.l10n.t;
    const mark =
      uri.scheme === FILE_SCHEME
        ? fileLetter(status as FileStatus, t)
        : uri.scheme === SESSION_SCHEME
          ? sessionMark(status as Status, query.get('unread') === 'true', t)
          : undefined;
    return mark && new vscode.FileDecoration(mark.letter, mark.word, new vscode.ThemeColor(mark.color));
  }
}
