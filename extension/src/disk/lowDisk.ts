/** Tells once that the disk is nearly full, in the window that the user looks at, and leads to what can be done. */
import * as vscode from 'vscode';
import type { Notice } from '../protocol/protocol.ts';
import { noticeText } from '../sessions/rows/noticeWords.ts';
import { t } from '../shared/l10n.ts';
import { inform, unattended, warn } from '../shared/notices.ts';
import type { Plain } from '../shared/plain.ts';
import type { Client } from '../sidecar/client.ts';

export function tellLowDisk(client: Client): vscode.Disposable {
  let said: Plain | undefined;
  const look = async () => {
    const notice = client.sessions.notices.find(({ code }) => code === 'LOW_DISK' || code === 'CACHES_DELETED');
    const text = notice && noticeText(notice, t);
    if (text === undefined) said = undefined;
    // A connection that is new brings it again; the other windows have it until they are looked at.
    if (!notice || text === undefined || text === said || !vscode.window.state.focused) return;
    said = text;
    await tell(notice, text);
  };
  const soon = () => unattended(look(), client.log);
  return vscode.Disposable.from(client.sessions.onDidChange(soon), vscode.window.onDidChangeWindowState(soon));
}

async function tell({ code }: Notice, text: Plain): Promise<void> {
  const showUse = t('Show Disk Use');
  const freeSpace = t('Free Space…');
  const answer = code === 'LOW_DISK' ? await warn(text, freeSpace, showUse) : await inform(text, showUse);
  if (answer === freeSpace) await vscode.commands.executeCommand('branchline.freeSpace');
  if (answer === showUse) await vscode.commands.executeCommand('branchline.showDiskUse');
}
