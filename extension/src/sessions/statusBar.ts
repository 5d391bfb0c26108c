/** How many sessions there are and how many wait, at the window's edge. Hidden when there are none. */
import * as vscode from 'vscode';
import type { Waiting } from '../prompts/waiting.ts';
import { createStatusItem, drawStatusItem } from '../shared/draw.ts';
import { t } from '../shared/l10n.ts';
import { plain } from '../shared/plain.ts';
import type { Client } from '../sidecar/client.ts';
import { statusBar } from './statusBarWords.ts';

/** How old what the tooltip says of time may be: it cannot be computed when it is asked for. */
const STALE_AFTER = 30_000;

export function showStatusBar(client: Client, waiting: Waiting): vscode.Disposable {
  const item = createStatusItem('branchline.status', 10, plain('Branchline'), 'branchline.focusNext');
  let timer: NodeJS.Timeout | undefined;
  const update = () => {
    clearTimeout(timer);
    const sessions = client.sessions.all();
    const waits = waiting.follow(sessions);
    drawStatusItem(item, statusBar(sessions, waits, new Date(), t));
    if (waits.length) timer = setTimeout(update, STALE_AFTER);
  };
  update();
  return vscode.Disposable.from(item, client.sessions.onDidChange(update), { dispose: () => clearTimeout(timer) });
}
