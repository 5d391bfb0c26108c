/** The dashboard in its tab. The page is told what altered as long as it is seen; hidden, it is gone, and costs nothing. */
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { showError } from '../shared/errors.ts';
import { html } from '../shared/html.ts';
import { t } from '../shared/l10n.ts';
import { cardOf, entries, pageWords } from './cardWords.ts';
import type { Doing } from './doing.ts';
import { type FromPage, fromPage, type ToPage } from './messages.ts';
import { Painted } from './painting.ts';
import type { Shown } from './shown.ts';

/** Milliseconds in which what alters is told together, and after which ages on the screen are old. */
const TOGETHER = 50;
const STALE_AFTER = 30_000;
const SCREENS = 'dashboard';

export class Panel implements vscode.Disposable {
  private readonly painted = new Painted();
  /** By session, its card as the page has it. */
  private readonly told = new Map<string, string>();
  private toldEntries = '';
  private isReady = false;
  private due: NodeJS.Timeout | undefined;
  private readonly ages: NodeJS.Timeout;
  private readonly subscriptions: vscode.Disposable;

  constructor(
    private readonly panel: vscode.WebviewPanel,
    private readonly shown: Shown,
    private readonly doing: Doing,
    extension: vscode.Uri,
  ) {
    const { webview } = panel;
    this.ages = setInterval(() => this.tellSoon(), STALE_AFTER);
    this.subscriptions = vscode.Disposable.from(
      webview.onDidReceiveMessage((message) => void this.heard(message)),
      panel.onDidChangeViewState(() => panel.visible || this.hidden()),
      shown.onDidChange(() => this.tellSoon()),
      shown.client.screens.onDidPaint((painting) => {
        if (!this.isReady || !this.told.has(painting.id)) return;
        const paint = this.painted.next(painting);
        if (paint) this.say(paint);
      }),
    );
    const file = (...path: string[]) => String(webview.asWebviewUri(vscode.Uri.joinPath(extension, ...path)));
    webview.options = optionsOf(extension);
    webview.html = html({
      script: file('dist', 'dashboard.js'),
      style: file('media', 'dashboard.css'),
      source: webview.cspSource,
      nonce: randomBytes(16).toString('hex'),
      language: vscode.env.language,
    });
  }

  reveal(): void {
    this.panel.reveal();
  }

  dispose(): void {
    this.hidden();
    clearInterval(this.ages);
    this.subscriptions.dispose();
  }

  /** Its page is no more, and begins anew when it is seen again. */
  private hidden(): void {
    this.isReady = false;
    clearTimeout(this.due);
    this.due = undefined;
    this.shown.client.screens.looks(SCREENS, { ids: [] });
  }

  private say(message: ToPage): void {
    void this.panel.webview.postMessage(message);
  }

  private async heard(raw: unknown): Promise<void> {
    const message = fromPage(raw);
    const { log } = this.shown.client;
    if (!message) {
      log.warn(`A message of the dashboard's page was refused: ${Object.keys(Object(raw)).slice(0, 10)}`);
      return;
    }
    try {
      await this.obey(message);
    } catch (error) {
      void showError(error, log);
    }
  }

  private async obey(message: FromPage): Promise<void> {
    switch (message.type) {
      case 'ready':
        return this.begin();
      case 'sight':
        return this.watch(message.ids, message.focused ?? undefined);
      case 'layout':
        this.shown.layout = message.layout;
        return;
      case 'keep':
        if (this.isReady) this.shown.kept = message.kept;
        return;
      case 'send':
      case 'files':
      case 'uris':
        this.say({ type: 'given', id: message.id, isFine: await this.doing.gives(message) });
        return;
      default:
        await this.doing.does(message);
    }
  }

  /** A page that comes back may say that it is there before VS Code says that it is seen. */
  private begin(): void {
    this.painted.clear();
    this.told.clear();
    this.toldEntries = '';
    this.isReady = true;
    const { layout, kept } = this.shown;
    this.say({ type: 'begin', words: pageWords(t), layout, kept });
    this.tell();
  }

  private watch(ids: readonly string[], focused: string | undefined): void {
    if (this.isReady) this.shown.client.screens.looks(SCREENS, { ids, colours: true, focused });
  }

  private tellSoon(): void {
    if (!this.isReady || this.due) return;
    this.due = setTimeout(() => {
      this.due = undefined;
      this.tell();
    }, TOGETHER);
  }

  /** What the page does not have yet: cards first, so that each that is put somewhere is known. */
  private tell(): void {
    const around = this.shown.around();
    const shown = entries(this.shown.list.layout, around, t);
    const sessions = shown.flatMap((entry) => ('id' in entry ? (this.shown.client.sessions.get(entry.id) ?? []) : []));
    const cards = sessions.map((session) => cardOf(session, around, t));
    const altered = cards.filter((card) => {
      const now = JSON.stringify(card);
      const isOther = this.told.get(card.id) !== now;
      this.told.set(card.id, now);
      return isOther;
    });
    if (altered.length) this.say({ type: 'cards', cards: altered });
    const ids = new Set(cards.map(({ id }) => id));
    for (const id of this.told.keys())
      if (!ids.has(id)) {
        this.told.delete(id);
        this.painted.forget(id);
      }
    const message: ToPage = { type: 'entries', entries: shown, filter: this.shown.filter(), empty: this.shown.empty() };
    const now = JSON.stringify(message);
    if (now !== this.toldEntries) this.say(message);
    this.toldEntries = now;
  }
}

export function optionsOf(extension: vscode.Uri): vscode.WebviewOptions {
  const folders = ['dist', 'media'].map((folder) => vscode.Uri.joinPath(extension, folder));
  return { enableScripts: true, localResourceRoots: folders };
}
