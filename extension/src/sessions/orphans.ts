/** Worktrees that Branchline made and no session has: made sessions of again, or removed. */
import * as vscode from 'vscode';
import type { Orphan } from '../protocol/protocol.ts';
import { t } from '../shared/l10n.ts';
import { inform, unattended } from '../shared/notices.ts';
import { NAME, plain } from '../shared/plain.ts';
import { button, pickRow, type Row } from '../shared/quickInput.ts';
import type { Client } from '../sidecar/client.ts';
import { confirmLoss, refusedFor } from './loss.ts';
import { noticeText } from './noticeWords.ts';
import { orphanEntry } from './removalWords.ts';
import { ORPHANED_WORKTREES, type SessionTree } from './tree.ts';

export class Orphans implements vscode.Disposable {
  private readonly subscription: vscode.Disposable;
  private said: string | undefined;

  constructor(
    private readonly client: Client,
    private readonly tree: SessionTree,
  ) {
    this.subscription = client.sessions.onDidChange(() => unattended(this.sayThatThereAreSome(), client.log));
  }

  dispose(): void {
    this.subscription.dispose();
  }

  /** Takes one up as a session, or removes some. */
  async list(): Promise<void> {
    const adopt = button('add', t('Make a Session of It'));
    const remove = button('trash', t('Remove…'));
    for (;;) {
      const { orphans } = await this.client.request('worktree/orphans', {});
      const rows: Row<Orphan>[] = orphans.map((orphan) => ({
        ...orphanEntry(orphan, this.client.sessions.agents, t),
        iconPath: new vscode.ThemeIcon('folder'),
        buttons: [adopt, remove],
        value: orphan,
      }));
      const picked = await pickRow(rows.length ? rows : [{ label: t('Every worktree has its session.') }], {
        title: t('Worktrees Without a Session'),
        placeholder: t('Which one is to be a session again?'),
      });
      if (!picked?.value) return;
      if (picked.button !== remove) {
        const session = await this.client.request('worktree/adopt', { path: picked.value.path });
        await this.tree.reveal(session.id);
        return;
      }
      await this.remove(picked.value);
    }
  }

  /** Asks first where something would be lost. */
  private async remove({ path, name }: Orphan): Promise<void> {
    const loss = await refusedFor(this.client.request('worktree/remove', { path, force: false }));
    const question = t('Remove the worktree “{0}”?', plain(name, NAME));
    if (loss && (await confirmLoss(question, loss, [t('Remove')])))
      await this.client.request('worktree/remove', { path, force: true });
  }

  /** Once for the same sentence: a connection that is new brings it again. */
  private async sayThatThereAreSome(): Promise<void> {
    const notice = this.client.sessions.notices.find(({ code }) => code === ORPHANED_WORKTREES);
    const message = notice && noticeText(notice, t);
    if (message === undefined || message === this.said) return;
    this.said = message;
    const show = t('Show');
    if ((await inform(message, show)) === show)
      await vscode.commands.executeCommand('branchline.worktreesWithoutSession');
  }
}
