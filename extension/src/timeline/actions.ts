/** What can be done with a session's snapshots: compare, restore, name and take one. */
import * as vscode from 'vscode';
import type { CompareParams, Session, Snapshot } from '../protocol/protocol.ts';
import * as diff from '../review/diff.ts';
import { t } from '../shared/l10n.ts';
import { confirm, inform } from '../shared/notices.ts';
import { NAME, type Plain, plain } from '../shared/plain.ts';
import { ask } from '../shared/quickInput.ts';
import { time } from '../shared/words.ts';
import type { Client } from '../sidecar/client.ts';
import { snapshotLabel } from './words.ts';

type Against = CompareParams['against'];

export class TimelineActions {
  constructor(private readonly client: Client) {}

  async compare(session: Session, snapshot: Snapshot, against: Against): Promise<void> {
    const { number } = snapshot;
    const { files, ...sides } = await this.client.request('snapshot/compare', { id: session.id, number, against });
    const title = compareTitle(session, snapshot, against);
    if (files.length) await diff.openSides(session, title, sides, files);
    else void inform(t('Nothing differs: {0}.', title));
  }

  /** Asks first. What is there now can be brought back: the sidecar takes a snapshot of it. */
  async restore(session: Session, snapshot: Snapshot): Promise<void> {
    const restore = t('Restore Files');
    const meaning = t(
      'They become what they were at {0}: “{1}”. What is there now is kept in a snapshot first, so that you can undo this. Ignored files stay as they are.',
      time(snapshot.at, vscode.env.language),
      snapshotLabel(snapshot, t),
    );
    const question = t('Restore the files of “{0}”?', plain(session.name, NAME));
    const answer = await confirm(question, [meaning], restore);
    if (answer === restore) await this.restoreWithUndo(session, snapshot);
  }

  /** An empty name takes it away. */
  async name({ id, number, name }: Snapshot): Promise<void> {
    const typed = await ask({
      title: t('Name Snapshot'),
      prompt: t('A snapshot with a name is never thinned out. Leave it empty to take the name away.'),
      value: name ?? '',
    });
    if (typed !== undefined && typed.trim() !== (name ?? ''))
      await this.client.request('snapshot/name', { id, number, name: typed.trim() });
  }

  async take({ id, name: session }: Session): Promise<void> {
    const typed = await ask({
      title: t('Take Snapshot of “{0}”', plain(session, NAME)),
      prompt: t('A name to find it by, if you like. A snapshot with a name is never thinned out.'),
    });
    if (typed === undefined) return;
    const name = typed.trim();
    await this.client.request('snapshot/create', { id, ...(name && { name }) });
  }

  private async restoreWithUndo(session: Session, { id, number }: Snapshot): Promise<void> {
    const before = await this.client.request('snapshot/restore', { id, number });
    const undo = t('Undo');
    const message = t('The files of “{0}” were restored.', plain(session.name, NAME));
    if ((await inform(message, undo)) === undo) await this.restoreWithUndo(session, before);
  }
}

function compareTitle(session: Session, snapshot: Snapshot, against: Against): Plain {
  const name = plain(session.name, NAME);
  const label = snapshotLabel(snapshot, t, 40);
  switch (against) {
    case 'previous':
      return t('{0}: from the snapshot before to “{1}”', name, label);
    case 'base':
      return t('{0}: from the base to “{1}”', name, label);
    case 'now':
      return t('{0}: from “{1}” to now', name, label);
  }
}
