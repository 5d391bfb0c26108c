/** A worktree that does not belong to its session's repository any more: said with the ways out of it. */
import * as vscode from 'vscode';
import type { Session } from '../../protocol/protocol.ts';
import { errorData, errorText } from '../../shared/errors.ts';
import { t } from '../../shared/l10n.ts';
import { fail, inform } from '../../shared/notices.ts';
import { joined } from '../../shared/plain.ts';
import { LIVE } from '../../shared/sessionFacts.ts';
import type { Client } from '../../sidecar/client.ts';
import { droppedText, keptText, mendedText, runsText } from './unlinkedWords.ts';

/** What is done with a session; where it is refused because of that, the way that the user chooses is taken instead. */
export async function orWayOut(client: Client, session: Session, done: Promise<unknown>): Promise<void> {
  try {
    await done;
  } catch (error) {
    if (errorData(error)?.code !== 'WORKTREE_UNLINKED') throw error;
    client.log.warn(String(error));
    await wayOut(client, client.sessions.get(session.id) ?? session, error);
  }
}

async function wayOut(client: Client, session: Session, error: unknown): Promise<void> {
  const { id } = session;
  const [mend, keep, drop, stop] = [t('Mend Link'), t('Keep as Snapshot'), t('Drop Session'), t('Stop Agent')];
  const live = LIVE.has(session.status);
  const message = joined([errorText(error), live && runsText(t)], ' ');
  const way = await fail(message, mend, ...(live ? [stop] : [keep, drop]));
  if (way === mend) {
    await client.request('worktree/mend', { id });
    void inform(mendedText(session, t));
  } else if (way === keep) {
    await client.request('worktree/keep', { id });
    const resume = t('Resume');
    if ((await inform(keptText(session, t), resume)) === resume)
      await vscode.commands.executeCommand('branchline.resume', { kind: 'session', id });
  } else if (way === drop) {
    await client.request('worktree/drop', { id });
    const removed = t('Removed Sessions…');
    if ((await inform(droppedText(session, t), removed)) === removed)
      await vscode.commands.executeCommand('branchline.removedSessions');
  } else if (way === stop) {
    await client.request('session/stop', { id });
  }
}
