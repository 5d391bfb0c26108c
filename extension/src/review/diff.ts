/** What changed, in VS Code's own diff editors: how it was on the left; on the right how it became, or the real file. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { FileChange, Session } from '../protocol/protocol.ts';
import { openDiff, openDiffs } from '../shared/draw.ts';
import { t } from '../shared/l10n.ts';
import { NAME, type Plain, plain } from '../shared/plain.ts';
import type { Client } from '../sidecar/client.ts';
import { didOpen } from './before.ts';
import { hasUri, leftUri, PAST_SCHEME, reviewedUri, rightUri } from './uris.ts';

type Resource = Parameters<typeof openDiffs>[1][number];

/** Two states of a session's files: a commit's or tree's id each; on the right null for the worktree as it is now. */
export interface Sides {
  left: string;
  right: string | null;
}

/** Files as they were. They never change: the id of the commit or tree is part of their URI. */
export class PastContent implements vscode.TextDocumentContentProvider {
  constructor(private readonly client: Client) {}

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const query = new URLSearchParams(uri.query);
    const id = query.get('session');
    const file = query.get('path');
    const at = query.get('at');
    if (!id || !file || !at) return '';
    const found = await this.client.request('session/readFile', { id, path: file, at });
    const former = found.missing ? query.get('former') : null;
    const { text, binary } = former ? await this.client.request('session/readFile', { id, path: former, at }) : found;
    return binary ? t('(binary file)') : (text ?? '');
  }
}

export function register(client: Client): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(PAST_SCHEME, new PastContent(client));
}

/** A session's changed file, against the base. */
export async function openFile(session: Session, file: FileChange): Promise<void> {
  await openAgainst(leftUri(session, file, session.base), session, file);
}

/** A session's changed file, against what the user last looked at. */
export async function openSinceReview(session: Session, file: FileChange): Promise<void> {
  await openAgainst(reviewedUri(session, file), session, file);
}

async function openAgainst(left: vscode.Uri, session: Session, file: FileChange): Promise<void> {
  const name = plain(path.posix.basename(file.path));
  if (!hasUri(file)) throw new Error(t('VS Code cannot open {0}: the file’s name is not in UTF-8.', name));
  const title = t('{0} ({1})', name, plain(session.name, NAME));
  const now = rightUri(session, file, null);
  if (file.binary && file.status !== 'D') await vscode.commands.executeCommand('vscode.open', now);
  else await openDiff(left, now, title);
}

/** A session's changed files, against the base. */
export async function openAll(session: Session, files: readonly FileChange[]): Promise<void> {
  await openSides(session, t('Changes of {0}', plain(session.name, NAME)), { left: session.base, right: null }, files);
}

/** Those of a session's changed files that are new to the user, against what the user last looked at. */
export async function openAllSinceReview(session: Session, files: readonly FileChange[]): Promise<void> {
  const title = t('New changes of {0}', plain(session.name, NAME));
  const resources = files
    .filter(hasUri)
    .map(
      (file): Resource => [
        vscode.Uri.file(file.file),
        reviewedUri(session, file),
        file.status === 'D' ? undefined : rightUri(session, file, null),
      ],
    );
  didOpen(title, session.id);
  await openDiffs(title, resources);
}

/** All of them that VS Code can open, in the multi-diff editor. A new or a deleted file has only one side. */
export async function openSides(
  session: Session,
  title: Plain,
  { left, right }: Sides,
  files: readonly FileChange[],
): Promise<void> {
  const resources = files
    .filter(hasUri)
    .map(
      (file): Resource => [
        vscode.Uri.file(file.file),
        file.status === 'A' || file.status === 'U' ? undefined : leftUri(session, file, left),
        file.status === 'D' ? undefined : rightUri(session, file, right),
      ],
    );
  didOpen(title, session.id);
  await openDiffs(title, resources);
}
