/** Sessions' terminals as editor tabs. Closing one only stops looking; how attaching works is the sidecar's matter. */
import * as vscode from 'vscode';
import type { Client } from './client.ts';

export class Terminals implements vscode.Disposable {
  private readonly open = new Map<string, vscode.Terminal>();
  private readonly subscription: vscode.Disposable;

  constructor(private readonly client: Client) {
    this.subscription = vscode.window.onDidCloseTerminal((closed) => {
      for (const [id, terminal] of this.open) if (terminal === closed) this.open.delete(id);
    });
  }

  /** Shows the session's terminal, the one that is open already if there is one. */
  async show(id: string, preserveFocus = false): Promise<void> {
    const known = this.open.get(id);
    if (known && known.exitStatus === undefined) {
      known.show(preserveFocus);
      return;
    }
    const { command, cwd, name } = await this.client.request('session/attach', { id });
    const [shellPath, ...shellArgs] = command;
    if (!shellPath) return;
    const terminal = vscode.window.createTerminal({
      name,
      shellPath,
      shellArgs,
      cwd,
      iconPath: new vscode.ThemeIcon('git-branch'),
      location: { viewColumn: vscode.ViewColumn.Active, preserveFocus },
      isTransient: true,
    });
    this.open.get(id)?.dispose();
    this.open.set(id, terminal);
    terminal.show(preserveFocus);
  }

  /** For a session that was removed: nothing can be shown there any more. */
  close(id: string): void {
    this.open.get(id)?.dispose();
    this.open.delete(id);
  }

  dispose(): void {
    this.subscription.dispose();
  }
}
