/** A shield at the window's edge while auto-yes is on in any session; it leads to all that can be done about it. */
import * as vscode from 'vscode';
import { drawStatusItem } from '../shared/draw.ts';
import { LIVE } from '../shared/sessionFacts.ts';
import type { Client } from '../sidecar/client.ts';
import { autoYesStatus } from './words.ts';

export function showAutoYesStatus(client: Client): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('branchline.autoYes', vscode.StatusBarAlignment.Left, 9);
  item.name = vscode.l10n.t('Branchline: Auto-yes');
  item.command = 'branchline.autoYesMenu';
  const update = () => {
    const live = client.sessions.all().filter(({ status }) => LIVE.has(status));
    drawStatusItem(item, autoYesStatus(live, vscode.l10n.t));
  };
  update();
  return vscode.Disposable.from(item, client.sessions.onDidChange(update));
}
