/** Saving what a session's terminal shows, for a report that the user may send or not. Nothing is sent from here. */
import * as vscode from 'vscode';
import type { ReportResult, Session } from '../protocol/protocol.ts';
import { t } from '../shared/l10n.ts';
import { inform } from '../shared/notices.ts';
import { NAME, plain, SENTENCES } from '../shared/plain.ts';
import type { Client } from '../sidecar/client.ts';

const SCHEME = 'branchline-recording';

export class Reports implements vscode.Disposable {
  /** What can be read in a recording, by its URI, as long as it is open. */
  private readonly texts = new Map<string, string>();
  private readonly subscription: vscode.Disposable;

  constructor(private readonly client: Client) {
    this.subscription = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
        // An editor that a reload brings back has lost it; the file is still there.
        provideTextDocumentContent: (uri) =>
          this.texts.get(uri.toString()) ?? t('This was saved in {0}.', plain(uri.query, SENTENCES)),
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.texts.delete(uri.toString())),
    );
  }

  dispose(): void {
    this.subscription.dispose();
  }

  async save({ id, name }: Session): Promise<void> {
    const report = await this.client.request('session/report', { id });
    const open = t('Open');
    const copy = t('Copy Path');
    const answer = await inform(
      t(
        'What the terminal of “{0}” shows was saved in a file on this computer, with the secrets that were recognized taken out. Nothing was sent. Look at it before you send it to anybody.',
        plain(name, NAME),
      ),
      open,
      copy,
    );
    if (answer === copy) await vscode.env.clipboard.writeText(report.path);
    if (answer === open) await this.show(report);
  }

  async show({ path, text }: ReportResult): Promise<void> {
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `${path}.txt`, query: path });
    this.texts.set(uri.toString(), text);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
  }
}
