/** Files and images for an agent: they are copied beside its worktree, and named in its input. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
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

/** Those that are not on this machine: by what is in them. */
export async function giveCopies(
  client: Client,
  session: Session,
  files: readonly { name: string; bytes: Uint8Array }[],
): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'branchline-'));
  try {
    const uris: vscode.Uri[] = [];
    for (const [number, { name, bytes }] of files.entries()) {
      // Each in a folder of its own: several may have the same name.
      const place = path.join(folder, String(number), path.basename(name).replace(/^\.+$/, '') || 'file');
      await mkdir(path.dirname(place), { mode: 0o700 });
      await writeFile(place, bytes, { mode: 0o600 });
      uris.push(vscode.Uri.file(place));
    }
    await giveFiles(client, session, uris);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
