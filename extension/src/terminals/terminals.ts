/** Sessions' terminals as editor tabs. Closing one only stops looking; how attaching works is the sidecar's matter. */
import * as vscode from 'vscode';
import { createTerminal } from '../shared/draw.ts';
import { Listeners } from '../shared/listeners.ts';
import { NAME, plain } from '../shared/plain.ts';
import type { Client } from '../sidecar/client.ts';
import type { Looked } from '../sidecar/looked.ts';

/** Milliseconds in which VS Code brings a terminal to the front, on a busy machine. */
const PATIENCE = 5_000;

export class Terminals implements vscode.Disposable {
  private readonly open = new Map<string, vscode.Terminal>();
  private readonly subscription: vscode.Disposable;
  private readonly cameToFront = new Listeners<string>();
  private front: string | undefined;
  private readonly opening = new Map<string, Promise<void>>();

  constructor(
    private readonly client: Client,
    private readonly looked: Looked,
  ) {
    this.subscription = vscode.Disposable.from(
      vscode.window.onDidCloseTerminal((closed) => {
        for (const [id, terminal] of this.open) if (terminal === closed) this.open.delete(id);
      }),
      vscode.window.onDidChangeActiveTerminal(() => this.markRead()),
      vscode.window.onDidChangeWindowState(() => this.markRead()),
      vscode.window.tabGroups.onDidChangeTabs(() => this.markRead()),
      client.sessions.onDidChange(() => this.markRead()),
    );
  }

  /** Shows the session's terminal, the one that is open already if there is one. Two calls at once open one. */
  async show(id: string, preserveFocus = false, column = vscode.ViewColumn.Active): Promise<void> {
    await this.opening.get(id);
    const known = this.open.get(id);
    if (known && known.exitStatus === undefined) {
      known.show(preserveFocus);
      return;
    }
    const opening = this.create(id, preserveFocus, column);
    this.opening.set(
      id,
      opening.catch(() => undefined),
    );
    try {
      await opening;
    } finally {
      this.opening.delete(id);
    }
  }

  private async create(id: string, preserveFocus: boolean, viewColumn: vscode.ViewColumn): Promise<void> {
    const { command, cwd, name } = await this.client.request('session/attach', { id });
    const [shellPath, ...shellArgs] = command;
    if (!shellPath) return;
    const terminal = createTerminal(plain(name, NAME), {
      shellPath,
      shellArgs,
      cwd,
      iconPath: new vscode.ThemeIcon('git-branch'),
      location: { viewColumn, preserveFocus },
      isTransient: true,
    });
    this.open.get(id)?.dispose();
    this.open.set(id, terminal);
    terminal.show(preserveFocus);
    // A window's first terminal comes to the front without the focus: VS Code is still loading what draws it.
    if (!preserveFocus && (await this.shown(id)))
      await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
  }

  /** For a session that was removed: nothing can be shown there any more. */
  close(id: string): void {
    this.open.get(id)?.dispose();
    this.open.delete(id);
  }

  /** Whether the session's terminal came to be the editor in front, where it was asked for. */
  async shown(id: string): Promise<boolean> {
    const isThere = () => isTerminalTab() && this.open.get(id) === vscode.window.activeTerminal;
    if (isThere()) return true;
    return new Promise<boolean>((resolve) => {
      const end = (there: boolean) => {
        clearTimeout(timer);
        heard.dispose();
        resolve(there);
      };
      const look = () => isThere() && end(true);
      const timer = setTimeout(() => end(false), PATIENCE);
      const heard = vscode.Disposable.from(
        vscode.window.tabGroups.onDidChangeTabs(look),
        vscode.window.tabGroups.onDidChangeTabGroups(look),
        vscode.window.onDidChangeActiveTerminal(look),
      );
    });
  }

  /** They only stop looking. */
  closeAll(): void {
    for (const id of [...this.open.keys()]) this.close(id);
  }

  /** The session whose terminal is in front of the user's eyes. */
  inFront(): string | undefined {
    if (!vscode.window.state.focused) return undefined;
    if (!isTerminalTab()) return undefined;
    return [...this.open].find(([, terminal]) => terminal === vscode.window.activeTerminal)?.[0];
  }

  /** Called with the session whose terminal came before the user's eyes. */
  onDidComeToFront(listener: (id: string) => void): { dispose(): void } {
    return this.cameToFront.add(listener);
  }

  private markRead(): void {
    // Nothing comes to the front or leaves it while the window is away.
    if (!vscode.window.state.focused) return;
    const id = this.inFront();
    const isNew = id !== this.front;
    this.front = id;
    if (id === undefined) return;
    this.looked.at(id);
    if (isNew) this.cameToFront.tell(id);
  }

  dispose(): void {
    this.subscription.dispose();
  }
}

function isTerminalTab(): boolean {
  return vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputTerminal;
}
