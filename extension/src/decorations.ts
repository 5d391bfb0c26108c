/** Git's letters and colours on changed files. The status is in the URI's query, so nothing is asked. */
import * as vscode from 'vscode';
import { fileLetter } from './present.ts';
import type { FileChange } from './protocol.ts';
import { FILE_SCHEME } from './uris.ts';

export class FileDecorations implements vscode.FileDecorationProvider {
  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    if (uri.scheme !== FILE_SCHEME) return undefined;
    const status = new URLSearchParams(uri.query).get('status') as FileChange['status'] | null;
    if (!status) return undefined;
    const { letter, color, word } = fileLetter(status, vscode.l10n.t);
    return new vscode.FileDecoration(letter, word, new vscode.ThemeColor(color));
  }
}
