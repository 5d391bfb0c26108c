/** What changed, in VS Code's own diff editors: how it was on the left; on the right how it became, or the real file. */
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { FileChange, Session } from '../protocol/protocol.ts';
import { openDiff, openDiffs } from '../shared/draw.ts';
import { t } from '../shared/l10n.ts';
import { inform } from '../shared/notices.ts';
import { NAME, type Plain, plain } from '../shared/plain.ts';
import type { Client } from '../sidecar/client.ts';
import { didOpen } from './before.ts';
import { BINARY, hasUri, LARGE, leftUri, PAST_SCHEME, reviewedUri, rightUri, wordUri } from './uris.ts';

type Resource = Parameters<typeof openDiffs>[1][number];

/** Two states of a session's files: a commit's or tree's id each; on the right null for the worktree as it is now. */
export interface Sides {
  left: string;
  right: string | null;
}

/** As many as VS Code's editor of several files takes without a wait. */
const MOST = 200;
const LARGEST = 5 * 1024 * 1024;

/** Files as they were. They never change: the id of the commit or tree is part of their URI. */
export class PastContent implements vscode.TextDocumentContentProvider {
  constructor(private readonly client: Client) {}

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const query = new URLSearchParams(uri.query);
    const id = query.get('session');
    const file = query.get('path');
    const at = query.get('at');
    if (at === BINARY) return t('(binary file)');
    if (at === LARGE) return t('(larger than 5 MB)');
    if (!id || !file || !at) return '';
    const found = await this.client.request('session/readFile', { id, path: file, at });
    const former = found.missing ? query.get('former') : null;
    const { text, binary, large } = former
      ? await this.client.request('session/readFile', { id, path: former, at })
      : found;
    if (large) return t('(larger than 5 MB)');
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
  if (file.binary && file.status !== 'D') {
    await vscode.commands.executeCommand('vscode.open', now);
    return;
  }
  if (file.status !== 'D' && (await isLarge(file))) {
    void inform(t('{0} is larger than 5 MB: it is opened without a comparison.', name));
    await vscode.commands.executeCommand('vscode.open', now);
    return;
  }
  await openDiff(left, now, title);
}

/** A session's changed files, against the base. */
export async function openAll(session: Session, files: readonly FileChange[]): Promise<void> {
  await openSides(session, t('Changes of {0}', plain(session.name, NAME)), { left: session.base, right: null }, files);
}

/** Those of a session's changed files that are new to the user, against what the user last looked at. */
export async function openAllSinceReview(session: Session, files: readonly FileChange[]): Promise<void> {
  const title = t('New changes of {0}', plain(session.name, NAME));
  await openSeveral(session, title, files, null, (file) => reviewedUri(session, file));
}

/** A session's files from one state to another. A new or a deleted file has only one side. */
export async function openSides(
  session: Session,
  title: Plain,
  { left, right }: Sides,
  files: readonly FileChange[],
): Promise<void> {
  const isNew = ({ status }: FileChange) => status === 'A' || status === 'U';
  // A comment on the base is told by its document's URI.
  const isApart = right !== null && left !== session.base;
  const before = (file: FileChange) => (isNew(file) ? undefined : leftUri(session, file, left, isApart));
  await openSeveral(session, title, files, right, before, isApart);
}

/** All of them that VS Code can open, in the multi-diff editor; `before` gives how a file was. */
async function openSeveral(
  session: Session,
  title: Plain,
  files: readonly FileChange[],
  right: Sides['right'],
  before: (file: FileChange) => vscode.Uri | undefined,
  isApart = false,
): Promise<void> {
  const shown = files.filter(hasUri).slice(0, MOST);
  if (shown.length === MOST && files.length > MOST)
    void inform(t('{0} files differ; the first {1} are shown.', files.length, MOST));
  const resources = await Promise.all(
    shown.map(async (file): Promise<Resource> => {
      const word = right !== null ? undefined : file.binary ? BINARY : (await isLarge(file)) ? LARGE : undefined;
      const now = word === undefined ? rightUri(session, file, right, isApart) : wordUri(session, file, word);
      return [vscode.Uri.file(file.file), before(file), file.status === 'D' ? undefined : now];
    }),
  );
  didOpen(title, session.id);
  await openDiffs(title, resources);
}

/** VS Code would hang on a comparison of it. What is gone by now is not, as the diff shows. */
async function isLarge({ file, status }: FileChange): Promise<boolean> {
  return status !== 'D' && existsSync(file) && (await stat(file)).size > LARGEST;
}
