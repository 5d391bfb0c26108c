/** The window that a worktree was opened in says whose it is, in its status bar. */
import * as vscode from 'vscode';
import type { Session } from '../protocol/protocol.ts';
import { statusText } from '../sessions/rows/statusWords.ts';
import { createStatusItem, drawStatusItem } from '../shared/draw.ts';
import { t } from '../shared/l10n.ts';
import { plain } from '../shared/plain.ts';
import type { Client } from '../sidecar/client.ts';
import { sessionOfWindow, windowItem } from './windowWords.ts';

export function ownSession(client: Client): Session | undefined {
  const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
  return sessionOfWindow(folders, client.sessions.all());
}

export function followWorktreeWindow(client: Client): vscode.Disposable {
  const command = 'branchline.openOwnTerminal';
  const item = createStatusItem('branchline.worktree', 11, plain('Branchline'), command);
  const update = () => {
    const session = ownSession(client);
    drawStatusItem(item, session && windowItem(session, statusText(session, t), t));
    void vscode.commands.executeCommand('setContext', 'branchline.isWorktree', session !== undefined);
  };
  update();
  const folders = vscode.workspace.onDidChangeWorkspaceFolders(update);
  return vscode.Disposable.from(item, folders, client.sessions.onDidChange(update));
}
