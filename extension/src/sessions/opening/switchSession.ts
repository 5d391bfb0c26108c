/** From one session to another by a few letters; Enter alone leads back to the one before. */
import * as vscode from 'vscode';
import type { Lately, Session } from '../../protocol/protocol.ts';
import { themeIcon } from '../../shared/draw.ts';
import { t } from '../../shared/l10n.ts';
import { inform } from '../../shared/notices.ts';
import { button, pickRow, type Row } from '../../shared/quickInput.ts';
import type { Client } from '../../sidecar/client.ts';
import type { Peek } from '../../terminals/peek.ts';
import type { Terminals } from '../../terminals/terminals.ts';
import { inOrder } from '../rows/order.ts';
import { look } from '../rows/words.ts';
import type { Opening } from './opening.ts';
import { Recent } from './recent.ts';
import { switchRow } from './switchWords.ts';

export class Switching implements vscode.Disposable {
  private readonly recent = new Recent();
  private readonly subscription: vscode.Disposable;

  constructor(
    private readonly client: Client,
    private readonly opening: Opening,
    private readonly terminals: Terminals,
    private readonly peek: Peek,
  ) {
    this.subscription = vscode.Disposable.from(
      client.sessions.onDidChange(() => this.recent.at(client.sessions.active)),
    );
  }

  dispose(): void {
    this.subscription.dispose();
  }

  async choose(): Promise<void> {
    const here = this.terminals.inFront() ?? this.client.sessions.active;
    const sessions = inOrder(this.client.sessions.all());
    if (!sessions.length) {
      void inform(t('There is no session yet.'));
      return;
    }
    const changes = button('diff-multiple', t('Open Changes'));
    const beside = button('split-horizontal', t('Open Terminal to the Side'));
    const screen = button('eye', t('Peek at Screen'));
    const lately = await this.lately();
    const now = new Date();
    const rows = sessions.map(
      (session): Row<Session> => ({
        ...switchRow(session, lately.get(session.id), session.id === here, now, t),
        iconPath: themeIcon(look(session)),
        buttons: [changes, beside, screen],
        value: session,
      }),
    );
    const before = this.recent.before(here, new Set(sessions.map(({ id }) => id)));
    const first = before ?? sessions.find(({ id }) => id !== here)?.id;
    const picked = await pickRow(rows, {
      title: t('Switch Session'),
      placeholder: t('Name, title, status, or what it did last'),
      active: ({ id }) => id === first,
    });
    const session = picked?.value && this.client.sessions.get(picked.value.id);
    if (!session) return;
    if (picked.button === changes) await this.opening.changes(session);
    else if (picked.button === screen) await this.peek.show(session);
    else await this.opening.terminal(session, picked.button === beside ? vscode.ViewColumn.Beside : undefined);
  }

  /** Without it the rows say less; the list comes all the same. */
  private async lately(): Promise<Map<string, Lately>> {
    try {
      const { sessions } = await this.client.request('session/lately', {});
      return new Map(sessions.map((each) => [each.id, each]));
    } catch (error) {
      this.client.log.warn(`What sessions did last was not had: ${error}`);
      return new Map();
    }
  }
}
