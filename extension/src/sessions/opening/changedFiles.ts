/** What can be done with a changed file, and going from one to the next. */
import * as vscode from 'vscode';
import type { FileNode } from '../../review/rows.ts';
import { PAST_SCHEME } from '../../review/uris.ts';
import { beside, type Standing } from '../../review/walk.ts';
import { t } from '../../shared/l10n.ts';
import { inform } from '../../shared/notices.ts';
import { hasWorktree } from '../../shared/sessionFacts.ts';
import type { Client } from '../../sidecar/client.ts';
import type { SessionTree } from '../list/tree.ts';
import type { Opening } from './opening.ts';

export class ChangedFileActions {
  constructor(
    private readonly client: Client,
    private readonly tree: SessionTree,
    private readonly opening: Opening,
  ) {}

  /** The file itself, as it is in the worktree. */
  async open({ file }: FileNode): Promise<void> {
    if (file.status === 'D') void inform(t('This file is not there any more.'));
    else await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file.file));
  }

  async copyPath({ file }: FileNode): Promise<void> {
    await vscode.env.clipboard.writeText(file.file);
  }

  async go(step: 1 | -1): Promise<void> {
    const sessions = this.client.sessions.all().filter((each) => hasWorktree(each) && each.changes.files > 0);
    const found = await beside(sessions, (session) => this.tree.files.of(session), standing(), step);
    if (!found) void inform(t('No session has changed a file.'));
    else await this.opening.fileChanges({ kind: 'file', sessionId: found.session.id, file: found.file });
  }
}

/** By the diff editor in front. */
function standing(): Standing | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (!(input instanceof vscode.TabInputTextDiff) || input.original.scheme !== PAST_SCHEME) return undefined;
  const sessionId = new URLSearchParams(input.original.query).get('session');
  return sessionId === null ? undefined : { sessionId, file: input.modified.path };
}
