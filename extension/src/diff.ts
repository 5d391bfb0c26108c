/** A session's changes in VS Code's own diff editors: the base on the left, the real file on the right. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Client } from './client.ts';
import type { FileChange, Session } from './protocol.ts';
import { BASE_SCHEME, baseUri, worktreeUri } from './uris.ts';

const t = vscode.l10n.t;

/** Files as they were. They never change: the base's id is part of their URI. */
export class BaseContent implements vscode.TextDocumentContentProvider {
  constructor(private readonly client: Client) {}

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const query = new URLSearchParams(uri.query);
    const id = query.get('session');
    const file = query.get('path');
    if (!id || !file) return '';
    const { text, binary } = await this.client.request('session/readFile', { id, path: file, at: 'base' });
    return binary ? t('(binary file)') : (text ?? '');
  }
}

export function register(client: Client): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(BASE_SCHEME, new BaseContent(client));
}

export async function openFile(session: Session, file: FileChange): Promise<void> {
  const title = t('{0} ({1})', path.posix.basename(file.path), session.name);
  if (file.binary && file.status !== 'D') {
    await vscode.commands.executeCommand('vscode.open', worktreeUri(session, file));
    return;
  }
  await vscode.commands.executeCommand('vscode.diff', baseUri(session, file), worktreeUri(session, file), title, {
    preview: true,
  });
}

/** All of them in the multi-diff editor. A new or a deleted file has only one side. */
export async function openAll(session: Session, files: readonly FileChange[]): Promise<void> {
  const resources = files.map((file) => [
    vscode.Uri.file(path.join(session.worktree, file.path)),
    file.status === 'A' || file.status === 'U' ? undefined : baseUri(session, file),
    file.status === 'D' ? undefined : worktreeUri(session, file),
  ]);
  await vscode.commands.executeCommand('vscode.changes', t('Changes of {0}', session.name), resources);
}
