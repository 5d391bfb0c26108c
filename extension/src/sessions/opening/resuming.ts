/** Going on with sessions whose agents do not run, and telling of those that did not stop by themselves. */
import * as vscode from 'vscode';
import type { Session } from '../../protocol/protocol.ts';
import { t } from '../../shared/l10n.ts';
import { inform, unattended } from '../../shared/notices.ts';
import { NAME, plain } from '../../shared/plain.ts';
import type { Client } from '../../sidecar/client.ts';
import type { Terminals } from '../../terminals/terminals.ts';
import type { SessionTree } from '../list/tree.ts';
import { Interruptions } from './interruptions.ts';

export class Resuming implements vscode.Disposable {
  private readonly interruptions = new Interruptions();
  private readonly subscription: vscode.Disposable;

  constructor(
    private readonly client: Client,
    private readonly tree: SessionTree,
    private readonly terminals: Terminals,
  ) {
    this.subscription = client.sessions.onDidChange((changed) => this.look(changed));
  }

  dispose(): void {
    this.subscription.dispose();
  }

  async resume(session: Session): Promise<void> {
    const { id, status } = await this.client.request('session/resume', { id: session.id });
    if (status !== 'queued') await this.terminals.show(id);
  }

  /** All that were interrupted. */
  async resumeAll(): Promise<void> {
    const { resumed } = await this.client.request('session/resumeAll', {});
    if (!resumed) void inform(t('No session is interrupted.'));
  }

  private look(changed: Session | undefined): void {
    const { interrupted, handedOver } = this.interruptions.news(this.client.sessions.all(), changed);
    if (interrupted.length) unattended(this.sayInterrupted(interrupted), this.client.log);
    for (const session of handedOver) unattended(this.sayHandedOver(session), this.client.log);
  }

  private async sayInterrupted(sessions: readonly Session[]): Promise<void> {
    const all = t('Resume All');
    const show = t('Show');
    const message =
      sessions.length === 1 ? t('1 session was interrupted.') : t('{0} sessions were interrupted.', sessions.length);
    const answer = await inform(message, all, show);
    const [first] = sessions;
    if (answer === all) await vscode.commands.executeCommand('branchline.resumeAll');
    else if (answer === show && first) {
      await vscode.commands.executeCommand('branchline.sessions.focus');
      await this.tree.selection.reveal(first.id);
    }
  }

  private async sayHandedOver({ id, name }: Session): Promise<void> {
    const open = t('Open Terminal');
    const message = t(
      'The agent of “{0}” cannot go on with its conversation. It was told in a new one where things stand.',
      plain(name, NAME),
    );
    const answer = await inform(message, open);
    if (answer === open && this.client.sessions.get(id)) await this.terminals.show(id);
  }
}
