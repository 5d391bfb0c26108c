/** The session in front: the row that is marked, and selected where it is in sight, is that of the terminal in front. */
import type { Client } from '../../sidecar/client.ts';
import type { Terminals } from '../../terminals/terminals.ts';
import type { SessionTree } from './tree.ts';

export function followTerminals(client: Client, tree: SessionTree, terminals: Terminals): { dispose(): void } {
  return terminals.onDidComeToFront((id) => {
    const warn = (error: unknown) => client.log.warn(`the session in front could not be told: ${error}`);
    if (client.sessions.active !== id) client.request('session/activate', { id }).catch(warn);
    tree.selection.follow(id).catch(warn);
  });
}
