/** Opens files of a comparison in VS Code's own diff editors: against a session's base, or two sessions'. */
import * as path from 'node:path';
import type { ComparedCell, ComparedFile, ComparedSession, FileChange, Session } from '../protocol/protocol.ts';
import * as diff from '../review/diff.ts';
import { hasUri, leftUri, pastUri, rightUri } from '../review/uris.ts';
import { openDiff } from '../shared/draw.ts';
import { t } from '../shared/l10n.ts';
import { inform } from '../shared/notices.ts';
import { NAME, plain } from '../shared/plain.ts';
import { hasWorktree } from '../shared/sessionFacts.ts';
import type { Client } from '../sidecar/client.ts';

/** A session as it was compared. */
export interface Side {
  session: Session;
  compared: ComparedSession;
}

/** What a session did to a file: the file itself on the right, where there is a worktree. */
export async function openCell({ session, compared }: Side, file: ComparedFile, cell: ComparedCell): Promise<void> {
  const change = changeOf(session, file, cell);
  if (hasWorktree(session)) return diff.openFile(session, change);
  const name = plain(path.posix.basename(file.path));
  if (!hasUri(change)) throw new Error(t('VS Code cannot open {0}: the file’s name is not in UTF-8.', name));
  const [left, right] = [leftUri(session, change, compared.base), rightUri(session, change, compared.tree)];
  await openDiff(left, right, t('{0} ({1})', name, plain(session.name, NAME)));
}

/** A file as two sessions have it. */
export async function openBoth(one: Side, other: Side, file: ComparedFile): Promise<void> {
  const name = plain(path.posix.basename(file.path));
  if (!file.path.isWellFormed()) throw new Error(t('VS Code cannot open {0}: the file’s name is not in UTF-8.', name));
  const at = ({ session, compared }: Side) =>
    pastUri(session, path.join(session.worktree, file.path), file.path, compared.tree);
  const names = [plain(one.session.name, NAME), plain(other.session.name, NAME)] as const;
  await openDiff(at(one), at(other), t('{0} ({1} and {2})', name, ...names));
}

/** All files that differ between two sessions, as they are now. */
export async function openAll(client: Client, one: Session, other: Session): Promise<void> {
  const { left, right, files } = await client.request('session/compareTwo', { id: one.id, other: other.id });
  const names = [plain(one.name, NAME), plain(other.name, NAME)] as const;
  if (files.length) await diff.openSides(other, t('“{0}” and “{1}”', ...names), { left, right }, files);
  else void inform(t('“{0}” and “{1}” have the same files.', ...names));
}

function changeOf({ worktree }: Session, { path: name }: ComparedFile, cell: ComparedCell): FileChange {
  const { status, added, removed, binary } = cell;
  const before = status === 'R' ? cell.other : null;
  return {
    path: name,
    oldPath: before,
    file: path.join(worktree, name),
    oldFile: before === null ? null : path.join(worktree, before),
    ...{ status, added, removed, binary, reviewed: false },
  };
}
