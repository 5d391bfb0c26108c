/** Where sessions can be: those of the workspace's folders that are in a git repository, as the sidecar finds them. */
import * as vscode from 'vscode';
import type { FindResult } from '../../protocol/protocol.ts';
import type { Client } from '../../sidecar/client.ts';

/** Rejects when there is no sidecar, or no git. */
export async function repositoryFolders(client: Client): Promise<vscode.WorkspaceFolder[]> {
  return inRepository((await find(client)).folders);
}

/** Calls back with whether there are any, at first and whenever that may have altered. */
export function followRepositories(client: Client, tell: (some: boolean) => void): vscode.Disposable {
  let watched: string | undefined;
  let watcher: vscode.Disposable | undefined;
  let latest = 0;
  const look = async () => {
    if (client.state !== 'running') return;
    latest += 1;
    const mine = latest;
    try {
      const { folders, watch } = await find(client);
      if (mine !== latest) return;
      // `git init` and clones make one while the window is open.
      if (watch !== watched) {
        watcher?.dispose();
        watcher = watchFor(watch, look);
        watched = watch;
      }
      tell(folders.length > 0);
    } catch (error) {
      client.log.warn(`Repositories were not looked for: ${error}`);
      // Whoever wants a session is told what is wrong.
      if (mine === latest) tell(true);
    }
  };
  void look();
  return vscode.Disposable.from(
    {
      dispose: () => {
        latest += 1;
        watcher?.dispose();
      },
    },
    vscode.workspace.onDidChangeWorkspaceFolders(look),
    client.onDidChangeState(look),
  );
}

function find(client: Client): Promise<FindResult> {
  return client.request('repo/find', { folders: localFolders().map(({ uri }) => uri.fsPath) });
}

function inRepository(paths: readonly string[]): vscode.WorkspaceFolder[] {
  return localFolders().filter(({ uri }) => paths.includes(uri.fsPath));
}

function localFolders(): vscode.WorkspaceFolder[] {
  return (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
}

function watchFor(glob: string, look: () => void): vscode.Disposable {
  const watcher = vscode.workspace.createFileSystemWatcher(glob, false, true, false);
  return vscode.Disposable.from(watcher, watcher.onDidCreate(look), watcher.onDidDelete(look));
}
