/** What second opinions found, as a document that nobody can change. */
import * as vscode from 'vscode';
import type { Session } from '../protocol/protocol.ts';
import { t } from '../shared/l10n.ts';
import { NAME, plain } from '../shared/plain.ts';
import type { Client } from '../sidecar/client.ts';
import { notesText } from './words.ts';

const SCHEME = 'branchline-notes';

/** It is read anew while it is open and another note comes. */
export class Notes implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private readonly shown = new Map<string, { uri: vscode.Uri; count: number }>();
  private readonly subscriptions: vscode.Disposable[];

  constructor(private readonly client: Client) {
    this.subscriptions = [
      this.changed,
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
      client.sessions.onDidChange((session) => this.look(session)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        if (uri.scheme === SCHEME) this.shown.delete(uri.query);
      }),
    ];
  }

  dispose(): void {
    for (const each of this.subscriptions) each.dispose();
  }

  async show(session: Session): Promise<void> {
    const name = t('Notes on {0}', plain(session.name, NAME)).replaceAll('/', '-');
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${name}.txt`, query: session.id });
    this.shown.set(session.id, { uri, count: session.notes });
    this.changed.fire(uri);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
  }

  async provideTextDocumentContent({ query: id }: vscode.Uri): Promise<string> {
    const session = this.client.sessions.get(id);
    if (!session) return t('This session is not there any more.');
    const { notes } = await this.client.request('session/notes', { id });
    return notesText(session.name, notes, new Date(), t);
  }

  private look(session: Session | undefined): void {
    const shown = session && this.shown.get(session.id);
    if (!shown || shown.count === session.notes) return;
    shown.count = session.notes;
    this.changed.fire(shown.uri);
  }
}
