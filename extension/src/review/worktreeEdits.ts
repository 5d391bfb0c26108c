/** The user's own edits in a session's worktree count too: tell the sidecar to count again. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Client } from '../sidecar/client.ts';

export function followEdits(client: Client): vscode.Disposable {
  const touched = (uri: vscode.Uri) => {
    if (uri.scheme !== 'file') return;
    const session = client.sessions
      .all()
      .find(({ worktree }) => worktree && uri.fsPath.startsWith(worktree + path.sep));
    if (session)
      client.request('session/changes', { id: session.id }).catch((error) => client.log.warn(`not counted: ${error}`));
  };
  return vscode.Disposable.from(
    vscode.workspace.onDidSaveTextDocument((document) => touched(document.uri)),
    vscode.workspace.onDidCreateFiles(({ files }) => files.forEach(touched)),
    vscode.workspace.onDidDeleteFiles(({ files }) => files.forEach(touched)),
    vscode.workspace.onDidRenameFiles(({ files }) => files.map(({ newUri }) => newUri).forEach(touched)),
  );
}
