/** What the user says to an agent. */
import type { Session } from '../protocol/protocol.ts';
import { t } from '../shared/l10n.ts';
import { inform } from '../shared/notices.ts';
import { NAME, plain } from '../shared/plain.ts';
import { ask } from '../shared/quickInput.ts';
import type { Client } from '../sidecar/client.ts';

export async function sendInstruction(client: Client, session: Session): Promise<void> {
  const name = plain(session.name, NAME);
  const text = await ask({
    title: t('Send Instruction to “{0}”', name),
    prompt: t('It is typed when the agent is ready, never into a question that it asks.'),
    stays: true,
  });
  if (!text?.trim()) return;
  const { queued } = await client.request('session/send', {
    id: session.id,
    text,
    submit: true,
    queue: true,
  });
  if (queued) void inform(t('The instruction waits until “{0}” is ready.', name));
}
