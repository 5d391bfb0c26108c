/** The user's own edits may be in a session's worktree: the sidecar is told of them, and knows whose it is. */
import * as vscode from 'vscode';
import type { Client } from '../sidecar/client.ts';

export function followEdits(client: Client): vscode.Disposable {
  const edited = (...uris: vscode.Uri[]) => {
    for (const uri of uris) if (uri.scheme === 'file') client.tell('session/didEdit', { path: uri.fsPath });
  };
  return vscode.Disposable.from(
    vscode.workspace.onDidSaveTextDocument((document) => edited(document.uri)),
    vscode.workspace.onDidSaveNotebookDocument((document) => edited(document.uri)),
    vscode.workspace.onDidCreateFiles(({ files }) => edited(...files)),
    vscode.workspace.onDidDeleteFiles(({ files }) => edited(...files)),
    vscode.workspace.onDidRenameFiles(({ files }) =>
      edited(...files.flatMap(({ oldUri, newUri }) => [oldUri, newUri])),
    ),
  );
}
