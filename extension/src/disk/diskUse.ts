/** What sessions, spares and removed sessions take on the disk, counted when it is looked at. */
import * as vscode from 'vscode';
import type { RepositoryUse, Session, SessionUse } from '../protocol/protocol.ts';
import { t } from '../shared/l10n.ts';
import { cancellable, inform, warn } from '../shared/notices.ts';
import { button, pickRow, type Row, separator } from '../shared/quickInput.ts';
import { sizeText } from '../shared/words.ts';
import type { Client } from '../sidecar/client.ts';
import { freeText, removedUseRow, sessionUseRow, sparesRow, totalOfAll } from './diskWords.ts';

interface Counted {
  sessions: SessionUse[];
  repositories: RepositoryUse[];
}

type Chosen = Session | 'spares' | 'removed';

export async function showDiskUse(client: Client, open: (session: Session) => Promise<unknown>): Promise<void> {
  const counted = await count(client);
  if (!counted) return;
  const freeSpace = button('clear-all', t('Free Space…'));
  const cleanUp = button('git-merge', t('Clean Up Merged Sessions…'));
  const picked = await pickRow<Chosen>(rows(client, counted), {
    title: t('Disk Use: {0} at Most', sizeText(totalOfAll(counted.sessions, counted.repositories))),
    placeholder: freeText(counted.repositories, t),
    buttons: [freeSpace, cleanUp],
  });
  if (!picked) return;
  if (picked.button === freeSpace) await vscode.commands.executeCommand('branchline.freeSpace');
  else if (picked.button === cleanUp) await vscode.commands.executeCommand('branchline.cleanUpMerged');
  else if (picked.value === 'spares') await dropSpares(client, picked.button !== undefined);
  else if (picked.value === 'removed') await vscode.commands.executeCommand('branchline.removedSessions');
  else if (picked.value) await open(picked.value);
}

/** undefined: the user does not wait for it. */
async function count(client: Client): Promise<Counted | undefined> {
  return cancellable(t('Counting what sessions take on the disk'), async (_, cancelled) => {
    try {
      const { sessions } = await client.request('session/disk', {}, cancelled);
      const { repositories } = await client.request('repository/disk', {}, cancelled);
      return { sessions, repositories };
    } catch (error) {
      if (cancelled.isCancellationRequested) return undefined;
      throw error;
    }
  });
}

function rows(client: Client, { sessions, repositories }: Counted): Row<Chosen>[] {
  const remove = button('trash', t('Delete'));
  const ofSessions = sessions.flatMap((use): Row<Chosen>[] => {
    const session = client.sessions.get(use.id);
    const icon = new vscode.ThemeIcon('terminal');
    return session ? [{ ...sessionUseRow(use, session, t), iconPath: icon, value: session }] : [];
  });
  const others = repositories.flatMap((each): Row<Chosen>[] => {
    const spares = sparesRow(each, t);
    const removed = removedUseRow(each, t);
    return [
      ...(spares
        ? [{ ...spares, iconPath: new vscode.ThemeIcon('layers'), buttons: [remove], value: 'spares' as const }]
        : []),
      ...(removed ? [{ ...removed, iconPath: new vscode.ThemeIcon('archive'), value: 'removed' as const }] : []),
    ];
  });
  return [
    ...(ofSessions.length ? [separator(t('Sessions')), ...ofSessions] : []),
    ...(others.length ? [separator(t('Besides')), ...others] : []),
  ];
}

/** By its button alone: Enter on a row only says what they are for. */
async function dropSpares(client: Client, isSure: boolean): Promise<void> {
  const remove = t('Delete');
  if (!isSure) {
    const what = t('Spare worktrees let a new session start at once. One is made again after the next new session.');
    if ((await inform(what, remove)) !== remove) return;
  }
  const { left } = await client.request('repository/dropSpares', {});
  if (left.length) void warn(t('{0} spare worktrees stay: they are somebody else’s by now.', left.length));
  else void inform(t('The spare worktrees were deleted.'));
}
