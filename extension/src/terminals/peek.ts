/** A session's screen to look at, as text that follows it: nothing is attached, typed, or marked as read. */
import * as vscode from 'vscode';
import type { Session } from '../protocol/protocol.ts';
import { fileName } from '../shared/drafts.ts';
import { errorData, errorText } from '../shared/errors.ts';
import { t } from '../shared/l10n.ts';
import { inform } from '../shared/notices.ts';
import { NAME, plain } from '../shared/plain.ts';
import type { Client } from '../sidecar/client.ts';
import { screenText } from './screenText.ts';

const SCHEME = 'branchline-screen';
const LINES = 50;
/** Milliseconds between two looks at a screen that alters all the time. */
const LOOK_EVERY = 250;

export class Peek implements vscode.Disposable, vscode.TextDocumentContentProvider {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  /** By session, its document as long as it is open. */
  private readonly open = new Map<string, vscode.Uri>();
  private readonly due = new Map<string, NodeJS.Timeout>();
  private readonly subscription: vscode.Disposable;

  constructor(private readonly client: Client) {
    this.subscription = vscode.Disposable.from(
      this.changed,
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
      client.screens.onDidPaint(({ id }) => this.lookSoon(id)),
      client.sessions.onDidChange((session) => session && this.lookSoon(session.id)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        if (uri.scheme === SCHEME && this.open.delete(uri.query)) this.watch();
      }),
    );
  }

  dispose(): void {
    for (const timer of this.due.values()) clearTimeout(timer);
    this.subscription.dispose();
  }

  async show(session: Session | undefined): Promise<void> {
    if (!session) {
      void inform(t('There is no session for this.'));
      return;
    }
    const { id, name } = session;
    const uri = vscode.Uri.from({
      scheme: SCHEME,
      path: `/${fileName(t('Screen of {0}', plain(name, NAME)), '')}`,
      query: id,
    });
    const isOpen = this.open.has(id);
    const document = await vscode.workspace.openTextDocument(uri);
    const editor = await vscode.window.showTextDocument(document, { preview: true });
    if (isOpen) this.changed.fire(uri);
    const end = document.lineAt(document.lineCount - 1).range;
    editor.revealRange(end);
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const id = uri.query;
    const isNew = !this.open.has(id);
    this.open.set(id, uri);
    try {
      if (isNew) this.watch();
      const { lines } = await this.client.request('session/output', { id, lines: LINES * 2 });
      return screenText(lines, LINES);
    } catch (error) {
      const code = errorData(error)?.code;
      return code === 'NOT_RUNNING' ? t('The agent does not run, so that there is no screen.') : errorText(error);
    }
  }

  private lookSoon(id: string): void {
    const uri = this.open.get(id);
    if (!uri || this.due.has(id)) return;
    const look = () => {
      this.due.delete(id);
      this.changed.fire(uri);
    };
    this.due.set(id, setTimeout(look, LOOK_EVERY));
  }

  /** The sidecar tells of the screens that are open. */
  private watch(): void {
    this.client.screens.looks('peek', { ids: [...this.open.keys()] });
  }
}
