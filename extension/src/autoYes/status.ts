/** A shield at the window's edge while auto-yes is on in any session; it leads to all that can be done about it. */
import * as vscode from 'vscode';
import { createStatusItem, drawStatusItem } from '../shared/draw.ts';
import { t } from '../shared/l10n.ts';
import { LIVE } from '../shared/sessionFacts.ts';
import type { Client } from '../sidecar/client.ts';
import { autoYesStatus } from './words.ts';

export function showAutoYesStatus(client: Client): vscode.Disposable {
  const item = createStatusItem('branchline.autoYes', 9, t('Branchline: Auto-yes'), 'branchline.autoYesMenu');
  const update = () => {
    const live = client.sessions.all().filter(({ status }) => LIVE.has(status));
    drawStatusItem(item, autoYesStatus(live, t));
  };
  update();
  return vscode.Disposable.from(item, client.sessions.onDidChange(update));
}
