/** The commands about what is run in sessions' worktrees. */
import * as vscode from 'vscode';
import type { CommandKinds } from './commandKinds.ts';
import { hasWorktree } from './shared/sessionFacts.ts';
import type { Client } from './sidecar/client.ts';
import { Runs } from './terminals/runs.ts';
import { isRun, previewUrl } from './terminals/runWords.ts';

export function registerRunCommands(client: Client, kinds: CommandKinds): vscode.Disposable {
  const { onSession } = kinds;
  const runs = new Runs(client);
  return vscode.Disposable.from(
    runs,
    onSession('run', (session) => runs.run(session), hasWorktree),
    onSession('endRun', (session) => runs.end(session), isRun),
    onSession(
      'showRun',
      (session) => runs.show(session),
      ({ run }) => run !== null,
    ),
    onSession(
      'openPreview',
      (session) => runs.preview(session),
      (session) => previewUrl(session) !== undefined,
    ),
  );
}
