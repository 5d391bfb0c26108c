/** A session's files in the main checkout: put there, said at the window's edge, and put back. */
import * as vscode from 'vscode';
import type { Session } from '../protocol/protocol.ts';
import { createStatusItem, drawStatusItem } from '../shared/draw.ts';
import { errorData, errorText } from '../shared/errors.ts';
import { t } from '../shared/l10n.ts';
import { confirm, inform, warn } from '../shared/notices.ts';
import { saveAt } from '../shared/saving.ts';
import type { Client } from '../sidecar/client.ts';
import { tryBegan, tryEnded, tryingItem } from './words.ts';

export class TryActions {
  constructor(private readonly client: Client) {}

  async begin(session: Session): Promise<void> {
    await saveAt(session.repo, session.worktree);
    const { left } = await this.client.request('session/tryHere', { id: session.id });
    const end = t('Put Back');
    if ((await inform(tryBegan(session, left, t), end)) === end) await this.end(session);
  }

  async end(session: Session): Promise<void> {
    await saveAt(session.tried ?? '');
    try {
      const ended = await this.client.request('session/endTry', { id: session.id });
      void (ended.count ? warn : inform)(tryEnded(session, ended, t));
    } catch (error) {
      if (errorData(error)?.code !== 'CHECKOUT_MOVED') throw error;
      const keep = t('Keep the Files');
      if ((await confirm(t('The main checkout was moved meanwhile.'), [errorText(error)], keep)) === keep)
        await this.client.request('session/endTry', { id: session.id, keep: true });
    }
  }
}

export function showTrying(client: Client): vscode.Disposable {
  const item = createStatusItem('branchline.trying', 9, t('Branchline: Trying a Session'), 'branchline.endTry');
  const update = () =>
    drawStatusItem(
      item,
      tryingItem(
        client.sessions.all().filter(({ tried }) => tried),
        t,
      ),
    );
  update();
  return vscode.Disposable.from(item, client.sessions.onDidChange(update));
}
