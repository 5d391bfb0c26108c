/** The changed file of a session that is in front, and the lines of it that the user chose. */
import * as vscode from 'vscode';
import type { FileChange, Session } from '../protocol/protocol.ts';
import { t } from '../shared/l10n.ts';
import { inform } from '../shared/notices.ts';
import type { Client } from '../sidecar/client.ts';
import { PAST_SCHEME } from './uris.ts';

/** The sidecar takes no larger number. */
const MOST_LINES = 1_000_000;

export interface Shown {
  session: Session;
  file: FileChange;
}

/** In the diff editor in front, or in any editor. */
export async function changeInFront(client: Client): Promise<Shown | undefined> {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const isDiff = input instanceof vscode.TabInputTextDiff && input.original.scheme === PAST_SCHEME;
  const id = isDiff ? new URLSearchParams(input.original.query).get('session') : undefined;
  const uri = isDiff ? input.modified : vscode.window.activeTextEditor?.document.uri;
  if (!uri) return undefined;
  for (const session of client.sessions.all()) {
    const isIts = id ? session.id === id : session.worktree && uri.fsPath.startsWith(`${session.worktree}/`);
    if (!isIts) continue;
    const { files } = await client.request('session/changes', { id: session.id, tree: session.changes.tree });
    const file = files.find((each) => each.file === uri.fsPath || each.oldFile === uri.fsPath);
    if (file) return { session, file };
  }
  return undefined;
}

/** With the selection on its right side, which is saved; undefined: there is none, which is said. */
export async function linesInFront(client: Client): Promise<(Shown & { first: number; last: number }) | undefined> {
  const shown = await changeInFront(client);
  const editor = vscode.window.activeTextEditor;
  if (!shown || editor?.document.uri.fsPath !== shown.file.file || editor.document.uri.scheme !== 'file') {
    void inform(t('Put the cursor into a change of a session’s file first, on the right side.'));
    return undefined;
  }
  const { start, end } = editor.selection;
  await editor.document.save();
  return { ...shown, first: Math.min(start.line + 1, MOST_LINES), last: Math.min(end.line + 1, MOST_LINES) };
}
