/** Histories as documents that nobody can change, which follow what happens while they are in sight. */
import * as vscode from 'vscode';
import type { HistoryResult, Session } from '../protocol/protocol.ts';
import { fileName } from '../shared/drafts.ts';
import { errorText } from '../shared/errors.ts';
import { t } from '../shared/l10n.ts';
import type { Client } from '../sidecar/client.ts';
import { queryOf, type Scope, scopeOf } from './scopes.ts';
import { tabName } from './words.ts';

export const SCHEME = 'branchline-history';
/** Milliseconds between two looks at what happens all the time. */
const LOOK_EVERY = 1000;
/** Entries of a document when it is opened: the latest, which are soon there. The others follow while it is seen. */
const FIRST = 300;

export class HistoryDocuments
  implements vscode.Disposable, vscode.TextDocumentContentProvider, vscode.DocumentLinkProvider
{
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  /** What open documents were made of, by address. */
  private readonly open = new Map<string, { uri: vscode.Uri; scope: Scope; result: HistoryResult | undefined }>();
  /** Those that are not up to date. */
  private readonly stale = new Set<string>();
  private due: NodeJS.Timeout | undefined;
  private readonly subscription: vscode.Disposable;

  constructor(private readonly client: Client) {
    this.subscription = vscode.Disposable.from(
      this.changed,
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
      vscode.languages.registerDocumentLinkProvider({ scheme: SCHEME }, this),
      client.sessions.onDidChange((session) => this.happened(session)),
      client.timelines.onDidChange((id) => this.happened(client.sessions.get(id))),
      client.onDidChangeState((state) => state === 'running' && this.happened(undefined)),
      vscode.window.onDidChangeVisibleTextEditors(() => this.lookSoon()),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        this.open.delete(uri.toString());
        this.stale.delete(uri.toString());
      }),
    );
  }

  dispose(): void {
    clearTimeout(this.due);
    this.subscription.dispose();
  }

  async show(scope: Scope): Promise<void> {
    const uri = this.uriOf(scope);
    const key = uri.toString();
    const isOpen = this.open.has(key);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
    // As it is, or as it was when the sidecar did not answer.
    if (isOpen && (this.stale.has(key) || !this.open.get(key)?.result)) this.changed.fire(uri);
  }

  /** What the document in front is about. */
  inFront(): Scope | undefined {
    const uri = vscode.window.activeTextEditor?.document.uri;
    return uri?.scheme === SCHEME ? scopeOf(uri.query) : undefined;
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const scope = scopeOf(uri.query);
    if (!scope) return t('This is no address of a history.');
    const key = uri.toString();
    this.stale.delete(key);
    try {
      const language = vscode.env.language;
      const { id, before, ...rest } = scope;
      const isFirst = !this.open.get(key)?.result;
      const how = { ...(before !== undefined && { before }), ...(isFirst && { most: FIRST }), language };
      const result =
        id === undefined
          ? await this.client.request('history/of', { ...rest, ...how })
          : await this.client.request('history/session', { id, ...how });
      this.open.set(key, { uri, scope, result });
      if (isFirst && result.older !== null) {
        this.stale.add(key);
        this.lookSoon();
      }
      return result.text;
    } catch (error) {
      this.open.set(key, { uri, scope, result: undefined });
      return errorText(error);
    }
  }

  provideDocumentLinks(document: vscode.TextDocument): vscode.DocumentLink[] {
    const shown = this.open.get(document.uri.toString());
    // A document that is being replaced still has the lines of before.
    if (!shown?.result || document.getText() !== shown.result.text.replaceAll('\r\n', '\n')) return [];
    const { links, older, olderLine } = shown.result;
    const found = links.map(({ line, id, number }) => linkOf(document, line, snapshotUri(id, number)));
    if (older !== null && olderLine !== null)
      found.push(linkOf(document, olderLine, this.uriOf({ ...shown.scope, before: older })));
    return found;
  }

  private uriOf(scope: Scope): vscode.Uri {
    const name = scope.id === undefined ? undefined : this.client.sessions.get(scope.id)?.name;
    const path = `/${fileName(tabName(scope, name, t), '.md')}`;
    return vscode.Uri.from({ scheme: SCHEME, path, query: queryOf(scope) });
  }

  private happened(session: Session | undefined): void {
    for (const [key, { scope, result }] of this.open) {
      // What is older than another document does not alter.
      if (scope.before !== undefined) continue;
      if (!session || !result || scope.id === undefined || scope.id === session.id) this.stale.add(key);
    }
    this.lookSoon();
  }

  /** Those that nobody sees wait until somebody does. */
  private lookSoon(): void {
    if (this.due || !this.inSight().length) return;
    this.due = setTimeout(() => {
      this.due = undefined;
      for (const key of this.inSight()) {
        const uri = this.open.get(key)?.uri;
        this.stale.delete(key);
        if (uri) this.changed.fire(uri);
      }
    }, LOOK_EVERY);
  }

  private inSight(): string[] {
    const keys = vscode.window.visibleTextEditors.map(({ document }) => document.uri.toString());
    return keys.filter((key) => this.stale.has(key));
  }
}

function linkOf(document: vscode.TextDocument, line: number, target: vscode.Uri): vscode.DocumentLink {
  const { range, firstNonWhitespaceCharacterIndex } = document.lineAt(line);
  return new vscode.DocumentLink(range.with(range.start.translate(0, firstNonWhitespaceCharacterIndex)), target);
}

function snapshotUri(sessionId: string, number: number): vscode.Uri {
  const row = encodeURIComponent(JSON.stringify([{ kind: 'snapshot', sessionId, number }]));
  return vscode.Uri.parse(`command:branchline.historySnapshot?${row}`);
}
