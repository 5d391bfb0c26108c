/** `branchline.enabled`: everything goes when it is switched off, and comes back when it is switched on. */
import * as vscode from 'vscode';
import type { Session } from '../protocol/protocol.ts';
import { t } from '../shared/l10n.ts';
import { inform, unattended } from '../shared/notices.ts';
import { LIVE } from '../shared/sessionFacts.ts';
import type { Client } from '../sidecar/client.ts';
import { isEnabled } from '../sidecar/settings.ts';
import type { Terminals } from '../terminals/terminals.ts';

export class OnAndOff implements vscode.Disposable {
  private readonly subscription: vscode.Disposable;
  /** One after the other: who switches it on while agents are being paused has these paused first. */
  private latest: Promise<void> = Promise.resolve();

  constructor(
    private readonly client: Client,
    private readonly terminals: Terminals,
  ) {
    this.subscription = vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('branchline.enabled')) unattended(this.follow(), client.log);
    });
  }

  dispose(): void {
    this.subscription.dispose();
  }

  /** Agents run on unless the user has them paused; of several windows the one in front asks. */
  private async follow(): Promise<void> {
    let running: Session[] = [];
    await this.inTurn(async () => {
      if (isEnabled() && this.client.state === 'off') await this.client.start();
      if (isEnabled() || this.client.state === 'off') return;
      running = this.client.sessions.all().filter(({ status }) => LIVE.has(status));
      await this.client.switchOff();
      this.terminals.closeAll();
    });
    if (!running.length || !vscode.window.state.focused) return;
    const pause = running.length === 1 ? t('Pause It') : t('Pause Them');
    const said =
      running.length === 1
        ? t('Branchline is switched off. 1 agent runs on; nothing is answered for it.')
        : t('Branchline is switched off. {0} agents run on; nothing is answered for them.', running.length);
    if ((await inform(said, pause)) === pause) await this.inTurn(() => this.pause(running));
  }

  private async pause(running: readonly Session[]): Promise<void> {
    if (isEnabled()) return;
    await this.client.start(true);
    try {
      await this.client.running();
      for (const { id } of running)
        if (LIVE.has(this.client.sessions.get(id)?.status ?? 'completed'))
          await this.client.request('session/pause', { id, freeDisk: false });
    } finally {
      await this.client.switchOff();
    }
  }

  private async inTurn(work: () => Promise<void>): Promise<void> {
    const mine = this.latest.then(work);
    this.latest = mine.catch(() => undefined);
    await mine;
  }
}
