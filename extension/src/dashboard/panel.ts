/** The dashboard in its tab. The page is told what altered as long as it is seen; hidden, it is gone, and costs nothing. */
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { showError } from '../shared/errors.ts';
import { html } from '../shared/html.ts';
import { t } from '../shared/l10n.ts';
import { cardOf, entries, pageWords } from './cardWords.ts';
import type { Doing } from './doing.ts';
import { type FromPage, fromPage, type ToPage } from './messages.ts';
import type { Shown } from './shown.ts';
import { type Source, Telling } from './telling.ts';

const SCREENS = 'dashboard';

export class Panel implements vscode.Disposable {
  private readonly telling: Telling;
  private readonly subscriptions: vscode.Disposable;

  constructor(
    private readonly panel: vscode.WebviewPanel,
    private readonly shown: Shown,
    private readonly doing: Doing,
    extension: vscode.Uri,
  ) {
    const { webview } = panel;
    const { screens } = shown.client;
    this.telling = new Telling((message) => this.say(message), {
      onDidChange: (listener) => shown.onDidChange(listener),
      onDidPaint: (listener) => screens.onDidPaint(listener),
      now: () => this.now(),
      looks: (ids, focused) => screens.looks(SCREENS, { ids, colours: true, focused }),
    });
    this.subscriptions = vscode.Disposable.from(
      webview.onDidReceiveMessage((message) => void this.heard(message)),
      panel.onDidChangeViewState(() => panel.visible || this.telling.hidden()),
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

  /** Its page is no more when it is hidden, and begins anew when it is seen again. */
  dispose(): void {
    this.telling.hidden();
    this.subscriptions.dispose();
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
        return this.telling.watch(message.ids, message.focused ?? undefined);
      case 'layout':
        this.shown.layout = message.layout;
        return;
      case 'keep':
        if (this.telling.isSeen) this.shown.kept = message.kept;
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
    const { layout, kept } = this.shown;
    this.say({ type: 'begin', words: pageWords(t), layout, kept });
    this.telling.begin();
  }

  private now(): ReturnType<Source['now']> {
    const around = this.shown.around();
    const { client, list } = this.shown;
    const shown = entries(list.layout, around, t);
    const sessions = shown.flatMap((entry) => ('id' in entry ? (client.sessions.get(entry.id) ?? []) : []));
    return {
      cards: sessions.map((session) => cardOf(session, around, t)),
      entries: { type: 'entries', entries: shown, filter: this.shown.filter(), empty: this.shown.empty() },
    };
  }
}

export function optionsOf(extension: vscode.Uri): vscode.WebviewOptions {
  const folders = ['dist', 'media'].map((folder) => vscode.Uri.joinPath(extension, folder));
  return { enableScripts: true, localResourceRoots: folders };
}
