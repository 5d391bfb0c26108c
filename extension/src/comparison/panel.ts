/** The comparison in its tab. It is made anew when one of its sessions altered, as long as it is seen. */
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { CompareSessionsResult, Session } from '../protocol/protocol.ts';
import { errorText, showError } from '../shared/errors.ts';
import { html } from '../shared/html.ts';
import { t } from '../shared/l10n.ts';
import type { Plain } from '../shared/plain.ts';
import type { Client } from '../sidecar/client.ts';
import { openAll, openBoth, openCell, type Side } from './files.ts';
import type { Keeping } from './keeping.ts';
import { type FromPage, fromPage, type ToPage } from './messages.ts';
import { columnOf, pageWords, rowsOf } from './tableWords.ts';

/** Milliseconds in which what alters is shown together. */
const TOGETHER = 300;

interface Parts {
  client: Client;
  keeping: Keeping;
  extension: vscode.Uri;
}

export class Panel implements vscode.Disposable {
  private result: CompareSessionsResult | undefined;
  private shown = 0;
  /** What the sessions were like when they were compared. */
  private state = '';
  private isReady = false;
  private isAsked = false;
  private due: NodeJS.Timeout | undefined;
  private readonly subscriptions: vscode.Disposable;

  constructor(
    private readonly panel: vscode.WebviewPanel,
    private readonly parts: Parts,
    private ids: readonly string[],
  ) {
    const { webview } = panel;
    const { client, extension } = parts;
    this.subscriptions = vscode.Disposable.from(
      webview.onDidReceiveMessage((message) => void this.heard(message)),
      panel.onDidChangeViewState(() => panel.visible || this.hidden()),
      client.sessions.onDidChange(() => this.look()),
    );
    const file = (...path: string[]) => String(webview.asWebviewUri(vscode.Uri.joinPath(extension, ...path)));
    webview.options = optionsOf(extension);
    webview.html = html({
      script: file('dist', 'comparison.js'),
      style: file('media', 'comparison.css'),
      source: webview.cspSource,
      nonce: randomBytes(16).toString('hex'),
      language: vscode.env.language,
    });
  }

  reveal(ids: readonly string[]): void {
    this.ids = ids;
    this.panel.reveal();
    this.look();
  }

  dispose(): void {
    this.hidden();
    this.subscriptions.dispose();
  }

  private hidden(): void {
    this.isReady = false;
    clearTimeout(this.due);
    this.due = undefined;
  }

  private say(message: ToPage): void {
    void this.panel.webview.postMessage(message);
  }

  /** Those that are still there. */
  private sessions(): Session[] {
    return this.ids.flatMap((id) => this.parts.client.sessions.get(id) ?? []);
  }

  /** Compares soon, where something is otherwise than it is shown. */
  private look(): void {
    if (!this.isReady || this.due || stateOf(this.sessions()) === this.state) return;
    this.due = setTimeout(() => {
      this.due = undefined;
      void this.compare();
    }, TOGETHER);
  }

  private async compare(): Promise<void> {
    if (this.isAsked || !this.isReady) return;
    this.isAsked = true;
    const sessions = this.sessions();
    const state = stateOf(sessions);
    try {
      const ids = sessions.map(({ id }) => id);
      if (ids.length > 1) this.show(await this.parts.client.request('session/compare', { ids }));
      else this.empty(t('There is nothing to compare: fewer than two of the sessions are there.'));
    } catch (error) {
      this.parts.client.log.warn(`The sessions were not compared: ${error}`);
      this.empty(errorText(error));
    } finally {
      this.isAsked = false;
    }
    this.state = state;
    this.look();
  }

  private show(result: CompareSessionsResult): void {
    const { client } = this.parts;
    const columns = result.sessions.flatMap((compared) => {
      const session = client.sessions.get(compared.id);
      return session ? columnOf(compared, session, t) : [];
    });
    if (columns.length < result.sessions.length) return; // One went meanwhile, so that it is compared anew.
    const names = result.sessions.map(({ id }) => client.sessions.nameOf(id) ?? '');
    this.result = result;
    this.shown += 1;
    this.say({ type: 'table', shown: this.shown, columns, rows: rowsOf(result, names, t) });
  }

  private empty(text: Plain): void {
    this.result = undefined;
    this.say({ type: 'say', text });
  }

  private async heard(raw: unknown): Promise<void> {
    const message = fromPage(raw);
    const { log } = this.parts.client;
    if (!message) {
      log.warn(`A message of the comparison's page was refused: ${Object.keys(Object(raw)).slice(0, 10)}`);
      return;
    }
    try {
      if (message.type === 'ready') await this.begin();
      else if (message.shown === this.shown && this.result) await this.obey(message, this.result);
    } catch (error) {
      void showError(error, log);
    }
  }

  private async begin(): Promise<void> {
    this.isReady = true;
    this.state = '';
    this.say({ type: 'begin', words: pageWords(t) });
    await this.compare();
  }

  private async obey(message: Exclude<FromPage, { type: 'ready' }>, result: CompareSessionsResult): Promise<void> {
    const side = (place: number): Side | undefined => {
      const compared = result.sessions[place];
      const session = compared && this.parts.client.sessions.get(compared.id);
      return session && { session, compared };
    };
    if (message.type === 'open') {
      const [of, file] = [side(message.session), result.files[message.file]];
      const cell = file?.cells.find(({ session }) => session === message.session);
      if (of && file && cell) await openCell(of, file, cell);
      return;
    }
    if (message.type === 'keep') {
      const kept = side(message.session)?.session;
      const others = this.sessions().filter(({ id }) => id !== kept?.id);
      if (kept) await this.parts.keeping.keep(kept, others);
      return;
    }
    const [one, other] = [side(message.one), side(message.other)];
    if (!one || !other) return;
    const file = message.type === 'openBoth' && result.files[message.file];
    if (file) await openBoth(one, other, file);
    else if (message.type === 'openAll') await openAll(this.parts.client, one.session, other.session);
  }
}

/** All that the table tells of them. */
function stateOf(sessions: readonly Session[]): string {
  return JSON.stringify(
    sessions.map((session) => {
      const { id, name, status, reason, base, changes, freed, checked } = session;
      return [id, name, status, reason, base, changes, freed, checked];
    }),
  );
}

export function optionsOf(extension: vscode.Uri): vscode.WebviewOptions {
  const folders = ['dist', 'media'].map((folder) => vscode.Uri.joinPath(extension, folder));
  return { enableScripts: true, localResourceRoots: folders };
}
