/** `branchline.enabled`: everything goes when it is switched off, and comes back when it is switched on. */
import * as vscode from 'vscode';
import { t } from '../shared/l10n.ts';
import { inform, unattended } from '../shared/notices.ts';
import { LIVE } from '../shared/sessionFacts.ts';
import type { Client } from '../sidecar/client.ts';
import { isEnabled } from '../sidecar/settings.ts';
import type { Terminals } from '../terminals/terminals.ts';

export function followEnabled(client: Client, terminals: Terminals): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (!event.affectsConfiguration('branchline.enabled')) return;
    unattended(isEnabled() ? client.start() : switchOff(client, terminals), client.log);
  });
}

/** Agents run on unless the user has them paused; of several windows the one in front asks. */
async function switchOff(client: Client, terminals: Terminals): Promise<void> {
  const running = client.sessions.all().filter(({ status }) => LIVE.has(status));
  await client.switchOff();
  terminals.closeAll();
  if (!running.length || !vscode.window.state.focused) return;
  const pause = running.length === 1 ? t('Pause It') : t('Pause Them');
  const said =
    running.length === 1
      ? t('Branchline is switched off. 1 agent runs on; nothing is answered for it.')
      : t('Branchline is switched off. {0} agents run on; nothing is answered for them.', running.length);
  if ((await inform(said, pause)) !== pause || isEnabled()) return;
  await client.start(true);
  try {
    await client.running();
    for (const { id } of running)
      if (LIVE.has(client.sessions.get(id)?.status ?? 'completed'))
        await client.request('session/pause', { id, freeDisk: false });
  } finally {
    // It may have been switched on again meanwhile.
    if (!isEnabled()) await client.switchOff();
  }
}
