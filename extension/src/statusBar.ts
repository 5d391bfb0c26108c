/** How many sessions there are and how many wait, at the window's edge. Hidden when there are none. */
import * as vscode from 'vscode';
import type { Client } from './client.ts';
import { statusBar, statusText } from './present.ts';

export function showStatusBar(client: Client): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('branchline.status', vscode.StatusBarAlignment.Left, 10);
  item.name = 'Branchline';
  item.command = 'branchline.focusNext';
  const update = () => {
    const sessions = client.sessions.all();
    const shown = statusBar(sessions, vscode.l10n.t);
    if (!shown) {
      item.hide();
      return;
    }
    item.text = shown.text;
    item.accessibilityInformation = { label: shown.spoken, role: 'button' };
    item.tooltip = sessions.map((session) => `${session.name}: ${statusText(session, vscode.l10n.t)}`).join('\n');
    item.backgroundColor = shown.warning ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    item.show();
  };
  update();
  return vscode.Disposable.from(item, client.sessions.onDidChange(update));
}
