/** What the user calls a session: its name, which stands on command lines, and its title, which is for people. */
import type { Session } from '../../protocol/protocol.ts';
import { t } from '../../shared/l10n.ts';
import { ask } from '../../shared/quickInput.ts';
import type { Client } from '../../sidecar/client.ts';
import { nameComplaint, titleComplaint } from './nameWords.ts';

export async function rename(client: Client, { id, name: before }: Session): Promise<void> {
  const others = () => client.sessions.all().flatMap((each) => (each.id === id ? [] : [each.name]));
  const name = await ask({
    title: t('Rename Session'),
    prompt: t('The branch and the folder keep their names.'),
    value: before,
    complaint: (value) => nameComplaint(value.trim(), others(), t),
  });
  if (name && name.trim() !== before) await client.request('session/update', { id, name: name.trim() });
}

export async function setTitle(client: Client, { id, title: before }: Session): Promise<void> {
  const title = await ask({
    title: t('Title of the Session'),
    prompt: t('A line for people; leave it empty for none.'),
    value: before,
    complaint: (value) => titleComplaint(value.trim(), t),
  });
  if (title !== undefined && title.trim() !== before)
    await client.request('session/update', { id, title: title.trim() });
}
