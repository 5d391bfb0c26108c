/** What a key does with the session that the user is at: its terminal and back, its changes, its screen. */
import * as vscode from 'vscode';
import type { Session } from '../../protocol/protocol.ts';
import { hasWorktree } from '../../shared/sessionFacts.ts';
import type { Client } from '../../sidecar/client.ts';
import type { EditorBefore } from '../../terminals/editorBefore.ts';
import type { Terminals } from '../../terminals/terminals.ts';
import { inOrder } from '../rows/order.ts';
import type { Opening } from './opening.ts';

export class ActiveSession {
  constructor(
    private readonly client: Client,
    private readonly opening: Opening,
    private readonly terminals: Terminals,
    private readonly before: EditorBefore,
  ) {}

  /** The one whose terminal is in front, else the one that the user was at last, else the one that is first in lists. */
  get(fits: (session: Session) => boolean = () => true): Session | undefined {
    const sessions = this.client.sessions.all().filter(fits);
    const here = [this.terminals.inFront(), this.client.sessions.active];
    const found = here.flatMap((id) => sessions.find((session) => session.id === id) ?? []);
    return found[0] ?? inOrder(sessions)[0];
  }

  /** Its terminal; from there back to the editor before. */
  async toggleTerminal(): Promise<void> {
    const session = this.get();
    if (this.terminals.inFront() !== undefined) await this.before.show();
    else if (session) await this.opening.terminal(session);
  }

  async changes(): Promise<void> {
    const session = this.get(hasWorktree);
    if (session) await this.opening.changes(session);
  }

  async terminalInWindow(session: Session): Promise<void> {
    const isShown = (await this.opening.terminal(session)) && (await this.terminals.shown(session.id));
    if (isShown) await moveToWindow();
  }

  async changesInWindow(session: Session): Promise<void> {
    if (await this.opening.changes(session)) await moveToWindow();
  }
}

/** The editor that is in front. */
async function moveToWindow(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.moveEditorToNewWindow');
}
