/** Tells the sidecar whether the user is in this window and which terminal is in front: what they see is not told. */
import * as vscode from 'vscode';
import type { Client } from '../sidecar/client.ts';
import type { Terminals } from '../terminals/terminals.ts';

export function followFocus(client: Client, terminals: Terminals): vscode.Disposable {
  let told = '';
  const tell = () => {
    const focused = vscode.window.state.focused;
    const session = terminals.inFront() ?? null;
    const now = `${focused} ${session}`;
    if (client.state !== 'running' || now === told) return;
    told = now;
    client.tell('window/didFocus', { focused, session });
  };
  return vscode.Disposable.from(
    vscode.window.onDidChangeWindowState(tell),
    vscode.window.onDidChangeActiveTerminal(tell),
    vscode.window.tabGroups.onDidChangeTabs(tell),
    client.onDidChangeState(() => {
      told = ''; // Another sidecar knows nothing of it.
      tell();
    }),
  );
}
