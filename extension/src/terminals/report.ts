/** Saving what a session's terminal shows, for a report that the user may send or not. Nothing is sent from here. */
import * as vscode from 'vscode';
import type { Session } from '../protocol/protocol.ts';
import type { Client } from '../sidecar/client.ts';
import { recordedText } from './recording.ts';

const t = vscode.l10n.t;
const SCHEME = 'branchline-recording';

/** A recording is packed: what is opened is what can be read in it. */
export function registerRecordings(): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    provideTextDocumentContent: async (uri) => recordedText(await vscode.workspace.fs.readFile(packed(uri))),
  });
}

export async function reportUnknownScreen(client: Client, { id, name }: Session): Promise<void> {
  const { path } = await client.request('session/report', { id });
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
  const file = vscode.Uri.file(path);
  const shown = path.endsWith('.gz') ? file.with({ scheme: SCHEME, path: `${file.path}.txt` }) : file;
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(shown));
}

function packed(uri: vscode.Uri): vscode.Uri {
  return uri.with({ scheme: 'file', path: uri.path.replace(/\.txt$/, '') });
}
