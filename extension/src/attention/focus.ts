/**
 * Tells the sidecar whether the user is in this window and which session they look at, by its terminal or its changes:
 * what they see is not told. Changes in front are looked at, as a terminal is (`terminals/terminals.ts`).
 */
import * as vscode from 'vscode';
import { changesInFront } from '../review/before.ts';
import type { Client } from '../sidecar/client.ts';
import type { Looked } from '../sidecar/looked.ts';
import type { Terminals } from '../terminals/terminals.ts';

export function followFocus(client: Client, terminals: Terminals, looked: Looked): vscode.Disposable {
  let told = '';
  const tell = () => {
    const focused = vscode.window.state.focused;
    const changes = changesInFront();
    if (changes !== undefined) looked.at(changes);
    const session = terminals.inFront() ?? changes ?? null;
    const now = `${focused} ${session}`;
    if (client.state !== 'running' || now === told) return;
    told = now;
    client.tell('window/didFocus', { focused, session });
  };
  return vscode.Disposable.from(
    vscode.window.onDidChangeWindowState(tell),
    vscode.window.onDidChangeActiveTerminal(tell),
    vscode.window.tabGroups.onDidChangeTabs(tell),
    vscode.window.tabGroups.onDidChangeTabGroups(tell),
    client.sessions.onDidChange(tell),
    client.onDidChangeState(() => {
      told = ''; // Another sidecar knows nothing of it.
      tell();
    }),
  );
}
