/** How many sessions there are and how many wait, at the window's edge. Hidden when there are none. */
import * as vscode from 'vscode';
import { createStatusItem, drawStatusItem } from '../../shared/draw.ts';
import { t } from '../../shared/l10n.ts';
import { plain } from '../../shared/plain.ts';
import type { Client } from '../../sidecar/client.ts';
import { statusBar, statusBarHolds } from './statusBarWords.ts';

export function showStatusBar(client: Client): vscode.Disposable {
  const item = createStatusItem('branchline.status', 10, plain('Branchline'), 'branchline.focusNext');
  let timer: NodeJS.Timeout | undefined;
  const update = () => {
    clearTimeout(timer);
    const sessions = client.sessions.all();
    const now = new Date();
    drawStatusItem(item, statusBar(sessions, now, t));
    // VS Code does not ask for the tooltip when it shows it, so that it has to be true before.
    const holds = statusBarHolds(sessions, now);
    if (holds !== undefined) timer = setTimeout(update, holds * 1000);
  };
  update();
  return vscode.Disposable.from(item, client.sessions.onDidChange(update), { dispose: () => clearTimeout(timer) });
}
