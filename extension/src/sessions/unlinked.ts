/** A worktree that does not belong to its session's repository any more: said with the ways out of it. */
import { errorData, errorText } from '../shared/errors.ts';
import { t } from '../shared/l10n.ts';
import { fail } from '../shared/notices.ts';
import type { Client } from '../sidecar/client.ts';

/** What is done with a session; where it is refused because of that, the way that the user chooses is taken instead. */
export async function orWayOut(client: Client, id: string, done: Promise<unknown>): Promise<unknown> {
  try {
    return await done;
  } catch (error) {
    if (errorData(error)?.code !== 'WORKTREE_UNLINKED') throw error;
    const [mend, keep, drop] = [t('Mend Link'), t('Keep as Snapshot'), t('Drop Session')];
    const way = await fail(errorText(error), mend, keep, drop);
    if (way === mend) return client.request('worktree/mend', { id });
    if (way === keep) return client.request('worktree/keep', { id });
    if (way === drop) return client.request('worktree/drop', { id });
    return undefined;
  }
}
