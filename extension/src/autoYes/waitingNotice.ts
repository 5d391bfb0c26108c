/** Says when a session with auto-yes needs the user after all: who lets it answer does not sit and watch. */
import * as vscode from 'vscode';
import { waitsFor } from '../prompts/asked.ts';
import type { Waiting } from '../prompts/waiting.ts';
import { t } from '../shared/l10n.ts';
import { inform, unattended } from '../shared/notices.ts';
import { joined, NAME, plain } from '../shared/plain.ts';
import { cut } from '../shared/words.ts';
import type { Client } from '../sidecar/client.ts';
import type { Terminals } from '../terminals/terminals.ts';
import type { AutoYesActions } from './actions.ts';
import { LeftToYou, type News } from './leftToYou.ts';

/** Names in one notification. */
const NAMES = 5;
const SHORT = 40;

export class WaitingNotice implements vscode.Disposable {
  private readonly left = new LeftToYou();
  private readonly subscription: vscode.Disposable;
  private isFirst = true;

  constructor(
    private readonly client: Client,
    private readonly waiting: Waiting,
    private readonly terminals: Terminals,
    private readonly autoYes: AutoYesActions,
  ) {
    this.subscription = vscode.Disposable.from(
      client.sessions.onDidChange(() => this.look()),
      client.onDidChangeState(() => this.look()),
    );
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private look(): void {
    if (this.client.state !== 'running') return;
    const news = this.left.news(this.waiting.follow(this.client.sessions.all()), t);
    const waitedBefore = this.isFirst;
    this.isFirst = false;
    if (waitedBefore && news.length > 1) unattended(this.sayAll(news), this.client.log);
    else for (const each of news) if (!this.isInFront(each)) unattended(this.say(each), this.client.log);
  }

  private isInFront({ session }: News): boolean {
    return this.terminals.inFront() === session.id;
  }

  private async say({ session, why }: News): Promise<void> {
    const open = t('Open Terminal');
    const allow = t('Allow This Next Time…');
    const change = t('Auto-yes…');
    const message = t('“{0}” waits for you: {1}. {2}', plain(session.name, NAME), waitsFor(session, t), why);
    const other = session.autoYesPaused === null ? allow : change;
    const answer = await inform(message, open, other);
    if (answer === open) await this.open(session.id);
    else if (answer === allow) await this.autoYes.allowNext(session);
    else if (answer === change) await this.autoYes.choose(this.client.sessions.get(session.id) ?? session);
  }

  /** When the window opens, for all that wait already: the one that waits longest is the first. */
  private async sayAll(news: readonly News[]): Promise<void> {
    const quoted = news.map(({ session }) => t('“{0}”', plain(session.name, SHORT)));
    const go = t('Go to the First');
    const message = t('{0} sessions wait for you: {1}', news.length, joined(cut(quoted, NAMES, t), ', '));
    const [first] = news;
    if ((await inform(message, go)) === go && first) await this.open(first.session.id);
  }

  private async open(id: string): Promise<void> {
    if (this.client.sessions.get(id)) await this.terminals.show(id);
  }
}
