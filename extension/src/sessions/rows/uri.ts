/** The URI of a session's row: its decoration is told by it. */
import * as vscode from 'vscode';
import type { Session } from '../../protocol/protocol.ts';

export const SESSION_SCHEME = 'branchline-session';

/** For a session's row; its status rides along, so that decorating asks nobody. */
export function sessionUri(session: Session): vscode.Uri {
  return vscode.Uri.from({
    scheme: SESSION_SCHEME,
    path: `/${session.id}`,
    query: new URLSearchParams({ status: session.status, unread: String(session.unread) }).toString(),
  });
}
