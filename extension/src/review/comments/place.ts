/** Which file of which session a document is, and the document of a comment. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Comment, Session, Side } from '../../protocol/protocol.ts';
import { hasWorktree } from '../../shared/sessionFacts.ts';
import { PAST_SCHEME, pastUri } from '../uris.ts';

export interface CommentedFile {
  session: Session;
  /** Relative to the worktree, with `/`. */
  path: string;
  side: Side;
}

/** Undefined: it is none that can be commented on. */
export function fileOf(uri: vscode.Uri, sessions: readonly Session[]): CommentedFile | undefined {
  if (uri.scheme === PAST_SCHEME) {
    const query = new URLSearchParams(uri.query);
    const session = sessions.find(({ id }) => id === query.get('session'));
    const file = query.get('path');
    return session && file && query.get('at') === session.base ? { session, path: file, side: 'base' } : undefined;
  }
  if (uri.scheme !== 'file') return undefined;
  for (const session of sessions) {
    const relative = hasWorktree(session) ? path.relative(session.worktree, uri.fsPath) : '';
    if (relative && !relative.startsWith('..') && !path.isAbsolute(relative))
      return { session, path: relative.split(path.sep).join('/'), side: 'now' };
  }
  return undefined;
}

export function documentOf(session: Session, { path: file, side }: Comment): vscode.Uri {
  const shown = path.join(session.worktree, file);
  return side === 'now' ? vscode.Uri.file(shown) : pastUri(session, shown, file, session.base);
}
