/** Context keys: why the view is empty, and what commands make sense. */
import * as vscode from 'vscode';
import { isOn } from '../autoYes/words.ts';
import type { Client } from '../sidecar/client.ts';
import { isInterrupted } from './words.ts';

type Key =
  | 'state'
  | 'hasRepository'
  | 'hasSessions'
  | 'someWait'
  | 'someInterrupted'
  | 'autoYesOn'
  | 'showDecisions'
  | 'decisionsFiltered'
  | 'decisionsAskedOnly';
const known = new Map<Key, unknown>();

/** The window evaluates menus anew for each key that it is told: only what altered is said. */
export async function setContext(key: Key, value: unknown): Promise<void> {
  if (known.get(key) === value) return;
  known.set(key, value);
  await vscode.commands.executeCommand('setContext', `branchline.${key}`, value);
}

export function keepContext(client: Client): vscode.Disposable {
  const sessions = () => {
    const all = client.sessions.all();
    const waits = all.some(({ status }) => status === 'waiting');
    void setContext('hasSessions', all.length > 0);
    void setContext('someWait', waits);
    void setContext('someInterrupted', all.some(isInterrupted));
    void setContext('autoYesOn', all.some(isOn));
  };
  const state = () => void setContext('state', client.state);
  const repositories = async () => {
    const found = await repositoryFolders();
    void setContext('hasRepository', found.length > 0);
  };
  state();
  sessions();
  void repositories();
  // `git init` and clones make one while the window is open.
  const watcher = vscode.workspace.createFileSystemWatcher('**/.git/HEAD');
  return vscode.Disposable.from(
    watcher,
    watcher.onDidCreate(repositories),
    watcher.onDidDelete(repositories),
    vscode.workspace.onDidChangeWorkspaceFolders(repositories),
    client.sessions.onDidChange(sessions),
    client.onDidChangeState(() => {
      state();
      void repositories();
    }),
  );
}

/** The workspace's folders that are in a git repository: `.git` in the folder itself or above it. */
export async function repositoryFolders(): Promise<vscode.WorkspaceFolder[]> {
  const found: vscode.WorkspaceFolder[] = [];
  for (const folder of vscode.workspace.workspaceFolders ?? [])
    if (folder.uri.scheme === 'file' && (await isInRepository(folder.uri))) found.push(folder);
  return found;
}

async function isInRepository(uri: vscode.Uri): Promise<boolean> {
  for (let folder = uri; ; folder = vscode.Uri.joinPath(folder, '..')) {
    try {
      await vscode.workspace.fs.stat(vscode.Uri.joinPath(folder, '.git'));
      return true;
    } catch {
      if (folder.path === '/' || folder.path === vscode.Uri.joinPath(folder, '..').path) return false;
    }
  }
}
