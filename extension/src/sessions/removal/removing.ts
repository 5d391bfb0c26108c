/** Removing sessions, and bringing removed ones back. */
import * as vscode from 'vscode';
import type { Removed, Session } from '../../protocol/protocol.ts';
import { t } from '../../shared/l10n.ts';
import { confirm, inform } from '../../shared/notices.ts';
import { NAME, plain } from '../../shared/plain.ts';
import { button, pickRow, type Row } from '../../shared/quickInput.ts';
import type { Client } from '../../sidecar/client.ts';
import type { Terminals } from '../../terminals/terminals.ts';
import type { SessionTree } from '../list/tree.ts';
import type { Locating } from './locating.ts';
import { confirmLoss, refusedFor } from './loss.ts';
import { leftText, removedEntry, removedText } from './removalWords.ts';

export class Removing {
  constructor(
    private readonly client: Client,
    private readonly tree: SessionTree,
    private readonly terminals: Terminals,
    private readonly locating: Locating,
  ) {}

  /** Asks first where something would be lost, or its repository is not found, and offers to undo it. */
  async remove(session: Session): Promise<void> {
    await this.locating.withRepository(session, () => this.removeThere(session), true);
  }

  private async removeThere(session: Session): Promise<void> {
    const { id } = session;
    const name = plain(session.name, NAME);
    let removal = this.client.request('session/remove', { id, force: false, keepBranch: false });
    const loss = await refusedFor(removal);
    if (loss) {
      const keep = t('Remove, Keep Branch');
      const buttons = session.branch && loss.commits ? [t('Remove'), keep] : [t('Remove')];
      const answer = await confirmLoss(t('Remove session “{0}”?', name), loss, buttons);
      if (!answer) return;
      removal = this.client.request('session/remove', { id, force: true, keepBranch: answer === keep });
    }
    const { branchHeldBy } = await removal;
    this.terminals.close(id);
    const undo = t('Undo');
    if ((await inform(removedText(session, branchHeldBy, t), undo)) === undo) await this.restore(session);
  }

  /** Restores one of them, or deletes some for good. */
  async removedSessions(): Promise<void> {
    const restore = button('discard', t('Restore'));
    const remove = button('trash', t('Delete for Good…'));
    for (;;) {
      const { sessions } = await this.client.request('session/removed', {});
      const now = new Date();
      const rows: Row<Removed>[] = sessions.map((removed) => ({
        ...removedEntry(removed, this.client.sessions.agents, now, vscode.env.language, t),
        iconPath: new vscode.ThemeIcon('archive'),
        buttons: [restore, remove],
        value: removed,
      }));
      const picked = await pickRow(rows.length ? rows : [{ label: t('No session was removed lately.') }], {
        title: t('Removed Sessions'),
        placeholder: t('Which one is to be restored?'),
      });
      if (!picked?.value) return;
      if (picked.button !== remove) {
        await this.restore(picked.value);
        return;
      }
      await this.deleteForGood(picked.value);
    }
  }

  private async restore({ id, name }: { id: string; name: string }): Promise<void> {
    // An offer to undo stays on the screen when the session was brought back in another way.
    if (!this.client.sessions.get(id)) {
      const restore = () => this.client.request('session/restore', { id });
      if (!(await this.locating.withRepository({ id, name }, restore))) return;
    }
    await this.tree.selection.reveal(id);
  }

  private async deleteForGood({ id, name }: Removed): Promise<void> {
    const remove = t('Delete for Good');
    const meaning = t('Its snapshots and what was written down of it are deleted. This cannot be undone.');
    const question = t('Delete “{0}” for good?', plain(name, NAME));
    if ((await confirm(question, [meaning], remove)) !== remove) return;
    const { left } = await this.client.request('session/delete', { id });
    if (left !== null) void inform(leftText(name, left, t));
  }
}
