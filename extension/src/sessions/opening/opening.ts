/** Bringing a session before the user's eyes: its terminal, what it changed, or how it goes on. */
import * as vscode from 'vscode';
import type { Session } from '../../protocol/protocol.ts';
import * as diff from '../../review/diff.ts';
import type { FileNode } from '../../review/rows.ts';
import { t } from '../../shared/l10n.ts';
import { inform } from '../../shared/notices.ts';
import { NAME, plain } from '../../shared/plain.ts';
import { hasWorktree, LIVE } from '../../shared/sessionFacts.ts';
import type { Client } from '../../sidecar/client.ts';
import type { Looked } from '../../sidecar/looked.ts';
import type { Terminals } from '../../terminals/terminals.ts';
import type { SessionTree } from '../list/tree.ts';
import { statusText } from '../rows/statusWords.ts';
import type { Resuming } from './resuming.ts';
import { beside } from './round.ts';

/** What it is done with. */
interface Parts {
  client: Client;
  tree: SessionTree;
  terminals: Terminals;
  looked: Looked;
  resuming: Resuming;
}

export class Opening {
  private going: Promise<unknown> = Promise.resolve();

  constructor(private readonly parts: Parts) {}

  /** The terminal; where the agent does not run, the offer to resume it. False: there is none to show. */
  async terminal(session: Session, column?: vscode.ViewColumn): Promise<boolean> {
    await this.parts.client.request('session/activate', { id: session.id });
    this.parts.looked.at(session.id);
    const runs = LIVE.has(session.status) && session.status !== 'queued';
    if (runs) await this.parts.terminals.show(session.id, false, column);
    else if (session.status === 'queued') void inform(statusText(session, t));
    else await this.offerResume(session);
    return runs;
  }

  /** Its row too. */
  async session(session: Session): Promise<void> {
    await this.parts.tree.selection.reveal(session.id);
    await this.terminal(session);
  }

  /** The session that waits longest; from the terminal of one that waits, the one after it, or before. */
  async next(step: 1 | -1 = 1): Promise<void> {
    // One after the other: where the user is, is known once the terminal before has come.
    this.going = this.going.then(() => this.go(step));
    const { going } = this;
    this.going = going.catch(() => undefined);
    await going;
  }

  private async go(step: 1 | -1): Promise<void> {
    const { client, terminals, tree } = this.parts;
    const session = beside(client.sessions.all(), terminals.inFront(), step);
    if (!session) {
      await vscode.commands.executeCommand('branchline.sessions.focus');
      return;
    }
    if (tree.view.visible) await tree.selection.reveal(session.id);
    if (await this.terminal(session)) await terminals.shown(session.id);
  }

  /** False: there are none. */
  async changes(session: Session): Promise<boolean> {
    this.parts.looked.at(session.id);
    const files = await this.parts.tree.files.of(session);
    if (files.length) await diff.openAll(session, files);
    else void inform(t('“{0}” has not changed anything yet.', plain(session.name, NAME)));
    return files.length > 0;
  }

  async fileChanges({ sessionId, file }: FileNode): Promise<void> {
    const session = this.parts.client.sessions.get(sessionId);
    if (!session) return;
    this.parts.looked.at(session.id);
    await diff.openFile(session, file);
  }

  /** In a window of its own. */
  async worktree(session: Session): Promise<void> {
    const options = { forceNewWindow: true };
    await vscode.commands.executeCommand('vscode.openFolder', vscode.Uri.file(session.worktree), options);
  }

  private async offerResume(session: Session): Promise<void> {
    const resume = t('Resume');
    const changes = t('Open Changes');
    const buttons = session.changes.files && hasWorktree(session) ? [resume, changes] : [resume];
    const message = t('The agent of “{0}” does not run. {1}.', plain(session.name, NAME), statusText(session, t));
    const answer = await inform(message, ...buttons);
    if (answer === resume) await this.parts.resuming.resume(session);
    else if (answer === changes) await this.changes(session);
  }
}
