/** Stopping and pausing sessions: what would end with the agent is said first, where there is something. */
import type { Session } from '../../protocol/protocol.ts';
import { t } from '../../shared/l10n.ts';
import { confirm, inform } from '../../shared/notices.ts';
import { NAME, type Plain, plain } from '../../shared/plain.ts';
import type { Client } from '../../sidecar/client.ts';
import { runningText } from './processWords.ts';

export async function stop(client: Client, session: Session): Promise<void> {
  const question = t('Stop “{0}”?', plain(session.name, NAME));
  await ended(client, session, question, t('Stop'), () => client.request('session/stop', { id: session.id }));
}

export async function pause(client: Client, session: Session, freeDisk = false): Promise<void> {
  const question = t('Pause “{0}”?', plain(session.name, NAME));
  await ended(client, session, question, t('Pause'), () =>
    client.request('session/pause', { id: session.id, freeDisk }),
  );
}

async function ended(
  client: Client,
  { id }: Session,
  question: Plain,
  yes: Plain,
  end: () => Promise<unknown>,
): Promise<void> {
  const left = await client.request('session/processes', { id });
  const said = runningText(left, t);
  if (said !== undefined && !left.kept && (await confirm(question, [said], yes)) !== yes) return;
  await end();
  if (said !== undefined && left.kept) void inform(said);
}
