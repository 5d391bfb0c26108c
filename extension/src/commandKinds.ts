/** How a command is run: on a row, on a session or several, on a snapshot; what goes wrong is shown. */
import * as vscode from 'vscode';
import type { Session, Snapshot } from './protocol/protocol.ts';
import { orWayOut } from './sessions/repositories/unlinked.ts';
import { showError } from './shared/errors.ts';
import { t } from './shared/l10n.ts';
import { inform, warn } from './shared/notices.ts';
import type { Client } from './sidecar/client.ts';
import { isLost, type Target, type Targets, tellLost } from './targets.ts';

export interface CommandKinds {
  command(name: string, run: (...rows: (Target | undefined)[]) => Promise<unknown>): vscode.Disposable;
  /** Not run where VS Code lost the row. */
  onRow(name: string, run: (node?: Target) => Promise<unknown>): vscode.Disposable;
  onSession(
    name: string,
    run: (session: Session) => Promise<unknown>,
    fits?: (session: Session) => boolean,
  ): vscode.Disposable;
  /** As `onSession`; where several rows are selected, for those of them that it fits. */
  onSessions(
    name: string,
    run: (session: Session) => Promise<unknown>,
    runAll: (sessions: readonly Session[]) => Promise<unknown>,
    fits?: (session: Session) => boolean,
  ): vscode.Disposable;
  onSnapshot(name: string, run: (session: Session, snapshot: Snapshot) => Promise<unknown>): vscode.Disposable;
}

export function commandKinds(client: Client, targets: Targets): CommandKinds {
  const command = (name: string, run: (...rows: (Target | undefined)[]) => Promise<unknown>) =>
    vscode.commands.registerCommand(`branchline.${name}`, async (...rows: (Target | undefined)[]) => {
      try {
        return await run(...rows);
      } catch (error) {
        void showError(error, client.log);
        return undefined;
      }
    });
  const onRow = (name: string, run: (node?: Target) => Promise<unknown>) =>
    command(name, async (...rows) => (isLost(rows) ? tellLost() : run(rows[0])));
  const onSession = (name: string, run: (session: Session) => Promise<unknown>, fits = (_: Session) => true) =>
    onRow(name, async (node) => {
      const session = await targets.sessionOf(node, fits);
      if (session) await orWayOut(client, session, run(session));
    });
  const onSessions = (
    name: string,
    run: (session: Session) => Promise<unknown>,
    runAll: (sessions: readonly Session[]) => Promise<unknown>,
    fits = (_: Session) => true,
  ) =>
    command(name, async (...rows) => {
      if (isLost(rows)) return tellLost();
      const [node, nodes] = rows;
      const several = targets.selected(node, nodes, fits);
      if (several && several.length > 1) return runAll(several);
      if (several && !several.length) return inform(t('There is no session for this.'));
      const session = several?.[0] ?? (await targets.sessionOf(node, fits));
      return session && orWayOut(client, session, run(session));
    });
  const onSnapshot = (name: string, run: (session: Session, snapshot: Snapshot) => Promise<unknown>) =>
    onRow(name, async (node) => {
      const session = targets.sessionAt(node);
      const snapshot = targets.snapshotAt(node);
      if (session && snapshot) await run(session, snapshot);
      else void warn(t('This snapshot is not there any more.'));
    });
  return { command, onRow, onSession, onSessions, onSnapshot };
}
