/** Worktrees that were made without Branchline, in the repositories of this window. */
import type { Foreign } from '../../protocol/protocol.ts';
import type { Client } from '../../sidecar/client.ts';
import { repositoryFolders } from './repositories.ts';

/** Those of one that cannot be looked through are left out; the log says why. */
export async function foreignWorktrees(client: Client): Promise<Foreign[]> {
  const found = new Map<string, Foreign>();
  for (const { uri } of await repositoryFolders(client))
    try {
      const { worktrees } = await client.request('worktree/foreign', { repo: uri.fsPath });
      // The folder of this window is the user's own place, though it may be a linked worktree.
      for (const each of worktrees) if (each.path !== uri.fsPath) found.set(each.path, each);
    } catch (error) {
      client.log.warn(`Worktrees of ${uri.fsPath} were not looked for: ${error}`);
    }
  return [...found.values()];
}
