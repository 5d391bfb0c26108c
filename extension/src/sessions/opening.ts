/** Bringing a session before the user's eyes: its terminal, what it changed, or how it goes on. */
import * as vscode from 'vscode';
import type { Waiting } from '../prompts/waiting.ts';
import type { Session } from '../protocol/protocol.ts';
import * as diff from '../review/diff.ts';
import type { FileNode } from '../review/rows.ts';
import { t } from '../shared/l10n.ts';
import { inform } from '../shared/notices.ts';
import { NAME, plain } from '../shared/plain.ts';
import { hasWorktree, LIVE } from '../shared/sessionFacts.ts';
import type { Client } from '../sidecar/client.ts';
import type { Looked } from '../sidecar/looked.ts';
import type { Terminals } from '../terminals/terminals.ts';
import type { Resuming } from './resuming.ts';
import { statusText } from './statusWords.ts';
import type { SessionTree } from './tree.ts';

/** What it is done with. */
interface Parts {
  client: Client;
  tree: SessionTree;
  terminals: Terminals;
  looked: Looked;
  waiting: Waiting;
  resuming: Resuming;
}

export class Opening {
  constructor(private readonly parts: Parts) {}

  /** The terminal; where the agent does not run, the offer to resume it. */
  async terminal(session: Session): Promise<void> {
    await this.parts.client.request('session/activate', { id: session.id });
    this.parts.looked.at(session.id);
    if (LIVE.has(session.status) && session.status !== 'queued') await this.parts.terminals.show(session.id);
    else if (session.status === 'queued') void inform(statusText(session, t));
    else await this.offerResume(session);
  }

  /** Its row too. */
  async session(session: Session): Promise<void> {
    await this.parts.tree.reveal(session.id);
    await this.terminal(session);
  }

  /** The session that waits longest. */
  async next(): Promise<void> {
    await vscode.commands.executeCommand('branchline.sessions.focus');
    const [longest] = this.parts.waiting.follow(this.parts.client.sessions.all());
    if (!longest) return;
    await this.session(longest.session);
  }

  async changes(session: Session): Promise<void> {
    this.parts.looked.at(session.id);
    const files = await this.parts.tree.files.of(session);
    if (files.length) await diff.openAll(session, files);
    else void inform(t('“{0}” has not changed anything yet.', plain(session.name, NAME)));
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
