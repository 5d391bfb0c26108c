/** Parts of a session's changes, as the user chooses: since the base, in no commit yet, or of one commit. */
import type { Session } from '../../protocol/protocol.ts';
import { openSides } from '../../review/diff.ts';
import { t } from '../../shared/l10n.ts';
import { inform } from '../../shared/notices.ts';
import { NAME, plain } from '../../shared/plain.ts';
import { pick } from '../../shared/quickInput.ts';
import { age } from '../../shared/words.ts';
import type { Client } from '../../sidecar/client.ts';
import type { Opening } from './opening.ts';

export async function chooseChanges(client: Client, opening: Opening, session: Session): Promise<void> {
  const { id } = session;
  const name = plain(session.name, NAME);
  const { commits } = await client.request('session/commits', { id });
  const items = [
    { label: t('All Since the Base'), value: 'base' },
    { label: t('In No Commit Yet'), value: 'uncommitted' },
    ...commits.map((commit) => ({
      label: plain(commit.subject),
      description: plain(commit.id.slice(0, 10), NAME),
      detail: age(commit.at, new Date(), t),
      value: commit.id,
    })),
  ];
  const chosen = await pick(items, { placeholder: t('Which changes of “{0}”?', name) });
  if (chosen === undefined) return;
  if (chosen === 'base') {
    await opening.changes(session);
    return;
  }
  const commit = commits.find((each) => each.id === chosen);
  const title = commit ? t('{0}: {1}', name, plain(commit.subject)) : t('{0}: in no commit yet', name);
  const { files, ...sides } = await client.request('session/changesIn', { id, ...(commit && { commit: commit.id }) });
  if (files.length) await openSides(session, title, sides, files);
  else void inform(t('Nothing differs: {0}.', title));
}
