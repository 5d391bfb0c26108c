/** Our schemes: a changed file in the tree, and a file as it was. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { FileChange, Session } from '../protocol/protocol.ts';

export const FILE_SCHEME = 'branchline-file';
export const PAST_SCHEME = 'branchline-past';
/** In place of a state: what there is to say of a file that is not shown. */
export const BINARY = 'binary';
export const LARGE = 'large';

/** For a row's icon and decoration; the status rides along, so that decorating asks nobody. */
export function fileUri(session: Session, file: FileChange): vscode.Uri {
  return vscode.Uri.from({
    scheme: FILE_SCHEME,
    path: path.posix.join('/', file.path.toWellFormed()),
    query: new URLSearchParams({ session: session.id, status: file.status }).toString(),
  });
}

/** URIs are UTF-8: of a file whose name is not, there is none. */
export function hasUri({ file, oldFile }: FileChange): boolean {
  return file.isWellFormed() && (oldFile?.isWellFormed() ?? true);
}

/**
 * The file at a commit or tree: an empty document when it did not exist. Same path as on the other side, or the diff says
 * “renamed”. `isApart`: the other side is no file on the disk, so that both are shown with paths in the worktree.
 */
export function leftUri(session: Session, file: FileChange, at: string, isApart = false): vscode.Uri {
  const before = file.status === 'A' || file.status === 'U' ? '' : (file.oldPath ?? file.path);
  const shown = isApart ? inWorktree(file.oldPath ?? file.path) : (file.oldFile ?? file.file);
  return pastUri(session, shown, before, at);
}

/** VS Code shows it as the manifest says for our scheme. */
function inWorktree(file: string): string {
  return path.posix.join('/', file);
}

/** The file as the user last looked at it, else as at the base, where it may have had another name. */
export function reviewedUri(session: Session, file: FileChange): vscode.Uri {
  const at = session.reviewed || session.base;
  const uri = pastUri(session, file.oldFile ?? file.file, file.path, at);
  return file.oldPath ? uri.with({ query: `${uri.query}&${new URLSearchParams({ former: file.oldPath })}` }) : uri;
}

/** As `leftUri`, after the change; with null the file itself in the worktree. */
export function rightUri(session: Session, file: FileChange, at: string | null, isApart = false): vscode.Uri {
  const shown = isApart ? inWorktree(file.path) : file.file;
  if (file.status === 'D') return pastUri(session, shown, '', at ?? 'deleted');
  if (at !== null) return pastUri(session, shown, file.path, at);
  return vscode.Uri.file(file.file);
}

/** A word in place of the file as it is now. */
export function wordUri(session: Session, file: FileChange, word: typeof BINARY | typeof LARGE): vscode.Uri {
  return pastUri(session, file.file, file.path, word);
}

/** `shown` is the path that the user sees, `read` the one that the sidecar is asked for. */
export function pastUri(session: Session, shown: string, read: string, at: string): vscode.Uri {
  return vscode.Uri.from({
    scheme: PAST_SCHEME,
    path: shown,
    query: new URLSearchParams({ session: session.id, path: read, at }).toString(),
  });
}
