/** Our schemes: a session and a changed file in the tree, and a file as it was at a session's base. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { FileChange, Session } from './protocol.ts';

export const SESSION_SCHEME = 'branchline-session';
export const FILE_SCHEME = 'branchline-file';
export const BASE_SCHEME = 'branchline-base';

/** For a session's row; its status rides along, as below. */
export function sessionUri(session: Session): vscode.Uri {
  return vscode.Uri.from({
    scheme: SESSION_SCHEME,
    path: `/${session.id}`,
    query: new URLSearchParams({ status: session.status, unread: String(session.unread) }).toString(),
  });
}

/** For a row's icon and decoration; the status rides along, so that decorating asks nobody. */
export function fileUri(session: Session, file: FileChange): vscode.Uri {
  return vscode.Uri.from({
    scheme: FILE_SCHEME,
    path: path.posix.join('/', file.path),
    query: new URLSearchParams({ session: session.id, status: file.status }).toString(),
  });
}

/** The file before the session: an empty document when it did not exist. Same path, or the diff says “renamed”. */
export function baseUri(session: Session, file: FileChange): vscode.Uri {
  const before = file.status === 'A' || file.status === 'U' ? '' : (file.oldPath ?? file.path);
  return vscode.Uri.from({
    scheme: BASE_SCHEME,
    path: path.posix.join(session.worktree, file.oldPath ?? file.path),
    query: new URLSearchParams({ session: session.id, path: before, base: session.base }).toString(),
  });
}

/** The file itself in the worktree; for a deleted one an empty document. */
export function worktreeUri(session: Session, file: FileChange): vscode.Uri {
  if (file.status !== 'D') return vscode.Uri.file(path.join(session.worktree, file.path));
  return vscode.Uri.from({
    scheme: BASE_SCHEME,
    path: path.posix.join(session.worktree, file.path),
    query: new URLSearchParams({ session: session.id, path: '', base: 'deleted' }).toString(),
  });
}
