/** Branches of the sessions' repositories move without the sidecar: it is told, and looks how far sessions are behind. */
import * as vscode from 'vscode';
import type { Client } from '../sidecar/client.ts';

/** What git writes when a branch moves, or when another one is checked out. */
const MOVES = '{HEAD,packed-refs,refs/heads/**,refs/remotes/**,reftable/tables.list}';

export function followBranches(client: Client): vscode.Disposable {
  const watched = new Map<string, vscode.Disposable>();
  const follow = () => {
    const repositories = new Set(client.sessions.all().map(({ repo }) => repo));
    for (const [repo, watcher] of watched)
      if (!repositories.has(repo)) {
        watcher.dispose();
        watched.delete(repo);
      }
    for (const repo of repositories) if (!watched.has(repo)) watched.set(repo, watch(client, repo));
  };
  follow();
  return vscode.Disposable.from(client.sessions.onDidChange(follow), {
    dispose: () => {
      for (const watcher of watched.values()) watcher.dispose();
    },
  });
}

function watch(client: Client, repo: string): vscode.Disposable {
  const folder = vscode.Uri.joinPath(vscode.Uri.file(repo), '.git');
  const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, MOVES));
  const moved = () => client.tell('repo/didMoveBranches', { repo });
  return vscode.Disposable.from(
    watcher,
    watcher.onDidCreate(moved),
    watcher.onDidChange(moved),
    watcher.onDidDelete(moved),
  );
}
