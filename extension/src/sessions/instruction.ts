/** What the user says to an agent. */
import * as vscode from 'vscode';
import type { Session } from '../protocol/protocol.ts';
import type { Client } from '../sidecar/client.ts';

const t = vscode.l10n.t;

export async function sendInstruction(client: Client, session: Session): Promise<void> {
  const text = await vscode.window.showInputBox({
    title: t('Send Instruction to “{0}”', session.name),
    prompt: t('It is typed when the agent is ready, never into a question that it asks.'),
    ignoreFocusOut: true,
  });
  if (!text?.trim()) return;
  const { queued } = await client.request('session/send', {
    id: session.id,
    text,
    submit: true,
    queue: true,
  });
  if (queued) void vscode.window.showInformationMessage(t('The instruction waits until “{0}” is ready.', session.name));
}
