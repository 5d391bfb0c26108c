/** Takes back a file, a hunk or what one answer let pass; each can be undone again. */
import * as vscode from 'vscode';
import type { DecisionNode } from '../autoYes/decisionTree.ts';
import type { ErrorData, Session, UndoneResult } from '../protocol/protocol.ts';
import { changeInFront, linesInFront } from '../review/changeInFront.ts';
import * as diff from '../review/diff.ts';
import type { FileNode } from '../review/rows.ts';
import { PAST_SCHEME } from '../review/uris.ts';
import { setContext } from '../shared/context.ts';
import { errorData, errorText } from '../shared/errors.ts';
import { t } from '../shared/l10n.ts';
import { confirm, inform, warn } from '../shared/notices.ts';
import { NAME, type Plain, plain } from '../shared/plain.ts';
import { saveAt } from '../shared/saving.ts';
import type { Client } from '../sidecar/client.ts';
import { discarded, undone } from './words.ts';

export class UndoActions {
  constructor(private readonly client: Client) {}

  /** All that was changed in a file; from the palette in the one in front. */
  async discardFile(node: FileNode | undefined): Promise<void> {
    const session = node && this.client.sessions.get(node.sessionId);
    const shown = session && node ? { session, file: node.file } : await changeInFront(this.client);
    if (!shown) return void inform(t('Open a changed file of a session first.'));
    const { id, changes } = shown.session;
    const { path } = shown.file;
    await saveAt(shown.file.file);
    const done = await this.client.request('session/discard', { id, path, tree: changes.tree });
    await this.offerUndo(shown.session, done, discarded(path, false, t));
  }

  /** The hunk that has the selection, in the diff editor in front. */
  async discardHunk(): Promise<void> {
    const shown = await linesInFront(this.client);
    if (!shown) return;
    const { session, file, first, last } = shown;
    const done = await this.client.request('session/discard', { id: session.id, path: file.path, first, last });
    await this.offerUndo(session, done, discarded(file.path, true, t));
  }

  async undoDecision({ decision }: DecisionNode): Promise<void> {
    const session = this.client.sessions.get(decision.id);
    if (!session) return void warn(t('This session does not exist any more.'));
    const { id, promptId, at } = decision;
    try {
      await this.undo(session, { id, promptId, at });
    } catch (error) {
      const data = errorData(error);
      if (data?.code === 'DECISION_SHARED') await this.undoTogether(session, { id, promptId, at }, errorText(error));
      else if (data?.code === 'UNDO_CONFLICT') await this.showConflict(session, data, errorText(error));
      else throw error;
    }
  }

  private async undo(
    session: Session,
    params: { id: string; promptId: string; at: string; together?: boolean },
  ): Promise<void> {
    const done = await this.client.request('session/undoDecision', params);
    await this.offerUndo(session, done, undone(done.files, t));
  }

  private async undoTogether(
    session: Session,
    params: { id: string; promptId: string; at: string },
    why: Plain,
  ): Promise<void> {
    const all = t('Undo Them All');
    if ((await confirm(t('Undo all of these answers?'), [why], all)) !== all) return;
    try {
      await this.undo(session, { ...params, together: true });
    } catch (error) {
      const data = errorData(error);
      if (data?.code !== 'UNDO_CONFLICT') throw error;
      await this.showConflict(session, data, errorText(error));
    }
  }

  /** What was changed since, in the files that stand against it. */
  private async showConflict(session: Session, data: ErrorData, why: Plain): Promise<void> {
    const show = t('Show Later Changes');
    if ((await warn(why, show)) !== show) return;
    const number = Number(data['since']);
    const names = new Set(data['files'] as string[]);
    const found = await this.client.request('snapshot/compare', { id: session.id, number, against: 'now' });
    const files = found.files.filter(({ path, oldPath }) => names.has(path) || (oldPath && names.has(oldPath)));
    const title = t('{0}: changed since that answer', plain(session.name, NAME));
    await diff.openSides(session, title, found, files);
  }

  private async offerUndo(session: Session, { before, after }: UndoneResult, said: Plain): Promise<void> {
    const undo = t('Undo');
    if ((await inform(said, undo)) !== undo) return;
    const back = await this.client.request('session/undoBetween', { id: session.id, before, after });
    await this.offerUndo(session, back, t('It is back as it was.'));
  }
}

/** Whether a session's changed file is in the diff editor in front. */
export function followDiffs(): vscode.Disposable {
  const update = () => {
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    const isOurs = input instanceof vscode.TabInputTextDiff && input.original.scheme === PAST_SCHEME;
    void setContext('changesInFront', isOurs && input.modified.scheme === 'file');
  };
  update();
  return vscode.Disposable.from(
    vscode.window.tabGroups.onDidChangeTabs(update),
    vscode.window.tabGroups.onDidChangeTabGroups(update),
  );
}
