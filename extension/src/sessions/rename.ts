/** A session's name is a label: it can be changed at any time. */
import type { Session } from '../protocol/protocol.ts';
import { t } from '../shared/l10n.ts';
import { ask } from '../shared/quickInput.ts';
import type { Client } from '../sidecar/client.ts';

export async function rename(client: Client, session: Session): Promise<void> {
  const name = await ask({
    title: t('Rename Session'),
    value: session.name,
    complaint: (value) => (value.trim() ? undefined : t('A name cannot be empty.')),
  });
  if (name && name.trim() !== session.name)
    await client.request('session/update', { id: session.id, name: name.trim() });
}
