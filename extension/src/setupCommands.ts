/** The commands about a project’s scripts, and what a fresh worktree lacks. */
import * as vscode from 'vscode';
import type { CommandKinds } from './commandKinds.ts';
import { registerRunCommands } from './runCommands.ts';
import { hasWorktree } from './shared/sessionFacts.ts';
import type { Client } from './sidecar/client.ts';
import { Approving } from './sourceControl/approving.ts';
import { checkSetup } from './sourceControl/setupCheck.ts';
import type { SetupScripts } from './terminals/setupScripts.ts';
import { isSettingUp } from './terminals/setupWords.ts';

export function registerSetupCommands(client: Client, scripts: SetupScripts, kinds: CommandKinds): vscode.Disposable {
  const { command, onSession } = kinds;
  const approving = new Approving(client);
  return vscode.Disposable.from(
    approving,
    registerRunCommands(client, kinds),
    command('checkSetup', () => checkSetup(client, approving)),
    onSession(
      'approveSetup',
      (session) => approving.ofSession(session),
      ({ setupWaits }) => setupWaits !== null,
    ),
    onSession(
      'runSetup',
      (session) => scripts.run(session),
      (session) => hasWorktree(session) && !isSettingUp(session),
    ),
    onSession('cancelSetup', (session) => scripts.cancel(session), isSettingUp),
    onSession(
      'showSetupLog',
      (session) => scripts.showLog(session),
      ({ setup }) => setup !== null,
    ),
  );
}
