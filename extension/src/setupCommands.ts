/** The commands about set-up scripts. */
import * as vscode from 'vscode';
import type { CommandKinds } from './commandKinds.ts';
import { hasWorktree } from './shared/sessionFacts.ts';
import type { SetupScripts } from './terminals/setupScripts.ts';
import { isSettingUp } from './terminals/setupWords.ts';

export function registerSetupCommands(scripts: SetupScripts, { onSession }: CommandKinds): vscode.Disposable {
  return vscode.Disposable.from(
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
