/** A session's name is a label: it can be changed at any time. */
import * as vscode from 'vscode';
import type { Session } from '../protocol/protocol.ts';
import type { Client } from '../sidecar/client.ts';

const t = vscode.l10n.t;

export async function rename(client: Client, session: Session): Promise<void> {
  const name = await vscode.window.showInputBox({
    title: t('Rename Session'),
    value: session.name,
    validateInput: (value) => (value.trim() ? undefined : t('A name cannot be empty.')),
  });
  if (name && name.trim() !== session.name)
    await client.request('session/update', { id: session.id, name: name.trim() });
}
