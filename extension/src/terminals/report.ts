/** Saving what a session's terminal shows, for a report that the user may send or not. Nothing is sent from here. */
import * as vscode from 'vscode';
import type { Session } from '../protocol/protocol.ts';
import type { Client } from '../sidecar/client.ts';

const t = vscode.l10n.t;
const SCHEME = 'branchline-recording';

/** What can be read in a recording, by its URI, as long as it is open. */
const texts = new Map<string, string>();

export function registerRecordings(): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
      // An editor that a reload brings back has lost it; the file is still there.
      provideTextDocumentContent: (uri) => texts.get(uri.toString()) ?? t('This was saved in {0}.', uri.query),
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => texts.delete(uri.toString())),
  );
}

export async function reportUnknownScreen(client: Client, { id, name }: Session): Promise<void> {
  const { path, text } = await client.request('session/report', { id });
  const open = t('Open');
  const copy = t('Copy Path');
  const answer = await vscode.window.showInformationMessage(
    t(
      'What the terminal of “{0}” shows was saved in a file on this computer, with the secrets that were recognized taken out. Nothing was sent. Look at it before you send it to anybody.',
      name,
    ),
    open,
    copy,
  );
  if (answer === copy) await vscode.env.clipboard.writeText(path);
  if (answer !== open) return;
  const shown = vscode.Uri.from({ scheme: SCHEME, path: `${path}.txt`, query: path });
  texts.set(shown.toString(), text);
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(shown));
}
