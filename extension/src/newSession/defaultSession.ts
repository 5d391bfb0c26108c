/** `branchline.defaultSession`: the session that a repository without any gets when a window opens it. */

import { repositoryFolders } from '../sessions/repositories/repositories.ts';
import { errorText } from '../shared/errors.ts';
import { t } from '../shared/l10n.ts';
import { unattended, warn } from '../shared/notices.ts';
import { plain } from '../shared/plain.ts';
import type { Client } from '../sidecar/client.ts';
import { defaultParams } from './defaultParams.ts';

/** Once for this window, as soon as the sidecar runs. What it starts is a program, so the user has confirmed it. */
export function startDefaultSessions(client: Client): void {
  unattended(start(client), client.log);
}

async function start(client: Client): Promise<void> {
  await client.confirmed.ready();
  const wanted = defaultParams(client.confirmed.settings['defaultSession']);
  if (!wanted) return;
  await client.running();
  const roots = new Set<string>();
  for (const { uri } of await repositoryFolders(client))
    roots.add((await client.request('repo/of', { path: uri.fsPath })).root);
  const { sessions } = await client.request('session/list', {});
  for (const repo of roots) {
    if (sessions.some((session) => session.repo === repo)) continue;
    try {
      await client.request('session/create', { ...wanted, repo });
    } catch (error) {
      void warn(t('The default session of {0} could not be started: {1}', plain(repo), errorText(error)));
    }
  }
}
