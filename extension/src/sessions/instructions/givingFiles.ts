/** Files and images for an agent: they are copied beside its worktree, and named in its input. */
import * as vscode from 'vscode';
import type { Session } from '../../protocol/protocol.ts';
import { chooseFiles } from '../../shared/fileDialogs.ts';
import { t } from '../../shared/l10n.ts';
import { inform } from '../../shared/notices.ts';
import { NAME, plain } from '../../shared/plain.ts';
import type { Client } from '../../sidecar/client.ts';

export async function askForFiles(client: Client, session: Session): Promise<void> {
  const title = t('Files and images for “{0}”', plain(session.name, NAME));
  const chosen = await chooseFiles(title, t('Give to the Agent'));
  if (chosen?.length) await giveFiles(client, session, chosen);
}

/** Those that lie on the sidecar's machine. Enter is left to the user. */
export async function giveFiles(client: Client, { id, name }: Session, uris: readonly vscode.Uri[]): Promise<void> {
  const files = uris.filter(({ scheme }) => scheme === 'file').map(({ fsPath }) => fsPath);
  const { mention, typed } = await client.request('session/giveFiles', { id, files });
  if (typed) return;
  await vscode.env.clipboard.writeText(mention);
  const message = t(
    'The files are there for “{0}”, but its agent cannot take them now. Paste what is in the clipboard when it is ready.',
    plain(name, NAME),
  );
  void inform(message);
}
