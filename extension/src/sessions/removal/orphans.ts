/**
 * Worktrees without a session. Those that Branchline made are made sessions of again, or removed; those that somebody
 * else made are taken up, and stay whatever becomes of the session.
 */
import * as vscode from 'vscode';
import type { Foreign, Orphan } from '../../protocol/protocol.ts';
import { t } from '../../shared/l10n.ts';
import { inform, unattended } from '../../shared/notices.ts';
import { NAME, plain } from '../../shared/plain.ts';
import { button, pickRow, type Row, separator } from '../../shared/quickInput.ts';
import type { Client } from '../../sidecar/client.ts';
import type { SessionTree } from '../list/tree.ts';
import { foreignWorktrees } from '../repositories/foreign.ts';
import { noticeText, ORPHANED_WORKTREES } from '../rows/noticeWords.ts';
import { confirmLoss, refusedFor } from './loss.ts';
import { foreignEntry, orphanEntry } from './removalWords.ts';

type Adoptable = { orphan: Orphan } | { foreign: Foreign };

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
      const foreign = await foreignWorktrees(this.client);
      const { agents } = this.client.sessions;
      const rows: Row<Adoptable>[] = [];
      if (orphans.length) rows.push(separator(t('Made by Branchline')));
      for (const orphan of orphans)
        rows.push({
          ...orphanEntry(orphan, agents, t),
          iconPath: new vscode.ThemeIcon('folder'),
          buttons: [adopt, remove],
          value: { orphan },
        });
      if (foreign.length) rows.push(separator(t('Made without Branchline, which never deletes them')));
      for (const worktree of foreign)
        rows.push({
          ...foreignEntry(worktree, agents, new Date(), t),
          iconPath: new vscode.ThemeIcon(worktree.agent === null ? 'folder' : 'comment-discussion'),
          buttons: [adopt],
          value: { foreign: worktree },
        });
      const picked = await pickRow(rows.length ? rows : [{ label: t('Every worktree has its session.') }], {
        title: t('Worktrees Without a Session'),
        placeholder: t('Which one is to be a session?'),
      });
      if (!picked?.value) return;
      if (picked.button !== remove || 'foreign' in picked.value) {
        await this.adopt(picked.value);
        return;
      }
      await this.remove(picked.value.orphan);
    }
  }

  private async adopt(chosen: Adoptable): Promise<void> {
    const { id } =
      'orphan' in chosen
        ? await this.client.request('worktree/adopt', { path: chosen.orphan.path })
        : await this.client.request('worktree/adoptForeign', { path: chosen.foreign.path, repo: chosen.foreign.repo });
    await this.tree.selection.reveal(id);
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
