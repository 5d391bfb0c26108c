/** Keeps the context keys: why the view is empty, and what commands make sense. */
import * as vscode from 'vscode';
import { isOn } from '../autoYes/words.ts';
import { setContext } from '../shared/context.ts';
import { isInterrupted } from '../shared/sessionFacts.ts';
import type { Client } from '../sidecar/client.ts';
import { repositoryFolders } from './repositories.ts';

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
