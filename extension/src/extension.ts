/** Puts the parts together when VS Code starts the extension. */
import * as vscode from 'vscode';
import { Answering } from './answering.ts';
import { AutoYes } from './autoYes.ts';
import { showAutoYesStatus } from './autoYesStatus.ts';
import { Client } from './client.ts';
import { Commands } from './commands.ts';
import { DecisionTree } from './decisionTree.ts';
import { RowDecorations } from './decorations.ts';
import * as diff from './diff.ts';
import { Looked } from './looked.ts';
import { Orphans } from './orphans.ts';
import { Removing } from './removing.ts';
import { registerRecordings } from './report.ts';
import { Resuming } from './resuming.ts';
import { showStatusBar } from './statusBar.ts';
import { Terminals } from './terminals.ts';
import { TimelineActions } from './timelineActions.ts';
import { SessionTree } from './tree.ts';
import { Waiting } from './waiting.ts';
import { WaitingNotice } from './waitingNotice.ts';
import { keepContext } from './welcome.ts';
import { followEdits } from './worktreeEdits.ts';

export interface Api {
  client: Client;
  tree: SessionTree;
  decisions: DecisionTree;
}

export function activate(context: vscode.ExtensionContext): Api {
  const log = vscode.window.createOutputChannel('Branchline', { log: true });
  const client = new Client(context.extensionPath, log);
  const tree = new SessionTree(client);
  const looked = new Looked(client);
  const waiting = new Waiting();
  const terminals = new Terminals(client, looked);
  const answering = new Answering(client, tree, terminals);
  const decisions = new DecisionTree(client);
  const autoYes = new AutoYes(client, terminals, context.globalState);
  const resuming = new Resuming(client, tree, terminals);
  const orphans = new Orphans(client, tree);
  context.subscriptions.push(
    log,
    client,
    tree,
    decisions,
    terminals,
    resuming,
    orphans,
    keepContext(client),
    showStatusBar(client, waiting),
    showAutoYesStatus(client),
    new WaitingNotice(client, waiting, terminals, autoYes),
    diff.register(client),
    registerRecordings(),
    tree.view.onDidChangeSelection(({ selection }) => {
      for (const node of selection) if (node.kind === 'session') looked.at(node.id);
    }),
    vscode.window.registerFileDecorationProvider(new RowDecorations()),
    followEdits(client),
    new Commands({
      client,
      tree,
      decisions,
      terminals,
      answering,
      autoYes,
      looked,
      waiting,
      timeline: new TimelineActions(client),
      removing: new Removing(client, tree, terminals),
      resuming,
      orphans,
      memory: context.workspaceState,
    }).register(),
  );
  void client.start();
  return { client, tree, decisions };
}
