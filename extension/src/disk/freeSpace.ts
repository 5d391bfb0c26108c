/** Deletes what is chosen of the caches of quiet sessions. */
import * as vscode from 'vscode';
import type { Cache } from '../protocol/protocol.ts';
import { t } from '../shared/l10n.ts';
import { cancellable, inform } from '../shared/notices.ts';
import { pickSeveral } from '../shared/quickInput.ts';
import { sizeText } from '../shared/words.ts';
import type { Client } from '../sidecar/client.ts';
import { bytesOf, cacheRow, freedText } from './diskWords.ts';

export async function freeSpace(client: Client): Promise<void> {
  const caches = await offered(client);
  if (!caches) return;
  if (!caches.length) {
    void inform(t('There is nothing to delete: no session at rest has caches that its tools make anew.'));
    return;
  }
  const now = new Date();
  const rows = caches.map((each) => ({
    ...cacheRow(each, client.sessions.nameOf(each.id) ?? each.id, now, t),
    iconPath: new vscode.ThemeIcon('package'),
    value: each,
  }));
  const chosen = await pickSeveral(rows, {
    title: t('Free Space: {0} at Most', sizeText(bytesOf(caches))),
    placeholder: t('Enter deletes what is checked; tools make it anew.'),
    chosen: () => true,
    stays: true,
  });
  if (!chosen?.length) return;
  let freed = 0;
  let left = 0;
  for (const id of new Set(chosen.map((each) => each.id))) {
    const paths = chosen.filter((each) => each.id === id).map(({ path }) => path);
    const done = await client.request('session/deleteCaches', { id, paths });
    freed += done.freed;
    left += done.left.length;
  }
  void inform(freedText(freed, left, t));
}

/** undefined: the user does not wait for it. */
async function offered(client: Client): Promise<readonly Cache[] | undefined> {
  return cancellable(t('Looking for caches of sessions at rest'), async (_, cancelled) => {
    try {
      return (await client.request('session/caches', {}, cancelled)).caches;
    } catch (error) {
      if (cancelled.isCancellationRequested) return undefined;
      throw error;
    }
  });
}
