/** Puts the parts together when VS Code starts the extension. */
import * as vscode from 'vscode';
import { Client } from './client.ts';
import { Commands } from './commands.ts';
import { RowDecorations } from './decorations.ts';
import * as diff from './diff.ts';
import { showStatusBar } from './statusBar.ts';
import { Terminals } from './terminals.ts';
import { SessionTree } from './tree.ts';
import { keepContext } from './welcome.ts';
import { followEdits } from './worktreeEdits.ts';

export interface Api {
  client: Client;
  tree: SessionTree;
}

export function activate(context: vscode.ExtensionContext): Api {
  const log = vscode.window.createOutputChannel('Branchline', { log: true });
  const client = new Client(context.extensionPath, log);
  const tree = new SessionTree(client);
  const terminals = new Terminals(client);
  context.subscriptions.push(
    log,
    client,
    tree,
    terminals,
    keepContext(client),
    showStatusBar(client),
    diff.register(client),
    vscode.window.registerFileDecorationProvider(new RowDecorations()),
    followEdits(client),
    new Commands(client, tree, terminals, context.workspaceState).register(),
  );
  void client.start();
  return { client, tree };
}
