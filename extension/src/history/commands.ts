/** The commands about histories: of a row's session, of what the document in front is about, or of what is picked. */
import * as vscode from 'vscode';
import type { Session } from '../protocol/protocol.ts';
import { statusWord } from '../sessions/rows/statusWords.ts';
import { showError } from '../shared/errors.ts';
import { t } from '../shared/l10n.ts';
import { warn } from '../shared/notices.ts';
import type { Client } from '../sidecar/client.ts';
import { TimelineActions } from '../timeline/actions.ts';
import { askForScope, askForSession } from './asking.ts';
import { HistoryDocuments } from './documents.ts';
import { Exporting } from './exporting.ts';

/** A row of the side bar, or what a link names; any command may be given anything. */
interface Row {
  kind?: unknown;
  id?: unknown;
  sessionId?: unknown;
  number?: unknown;
}

export function registerHistory(client: Client): vscode.Disposable {
  const documents = new HistoryDocuments(client);
  const exporting = new Exporting(client);
  const timeline = new TimelineActions(client);
  const onRow = (name: string, run: (row: Row | undefined) => Promise<unknown>) =>
    vscode.commands.registerCommand(`branchline.${name}`, async (row?: Row) => {
      try {
        await run(row);
      } catch (error) {
        void showError(error, client.log);
      }
    });
  const sessionOf = async (row: Row | undefined): Promise<Session | undefined> => {
    const id = row?.kind === 'session' ? row.id : documents.inFront()?.id;
    return (typeof id === 'string' && client.sessions.get(id)) || askForSession(client);
  };
  const snapshot = async ({ sessionId, number }: Row) => {
    const session = typeof sessionId === 'string' ? client.sessions.get(sessionId) : undefined;
    if (session && !client.timelines.isComplete(session.id))
      client.timelines.load(session.id, (await client.request('snapshot/list', { id: session.id })).snapshots);
    const found = session && typeof number === 'number' && client.timelines.get(session.id, number);
    if (session && found) await timeline.compare(session, found, 'previous');
    else void warn(t('This snapshot is not there any more.'));
  };
  return vscode.Disposable.from(
    documents,
    onRow('showHistory', async (row) => {
      const session = await sessionOf(row);
      if (session) await documents.show({ id: session.id });
    }),
    onRow('showHistoryOf', async () => {
      const scope = await askForScope(client, (status) => statusWord(status, t));
      if (scope) await documents.show(scope);
    }),
    onRow('exportHistory', async (row) => {
      const scope = row?.kind === 'session' ? undefined : documents.inFront();
      const session = scope ? undefined : await sessionOf(row);
      if (scope) await exporting.history(scope);
      else if (session) await exporting.history({ id: session.id });
    }),
    onRow('exportOutput', async (row) => {
      const session = await sessionOf(row);
      if (session) await exporting.output(session);
    }),
    onRow('historySnapshot', async (row) => snapshot(row ?? {})),
  );
}
