/** The commands about what is run in sessions' worktrees. */
import * as vscode from 'vscode';
import type { CommandKinds } from './commandKinds.ts';
import { hasWorktree } from './shared/sessionFacts.ts';
import type { Runs } from './terminals/runs.ts';
import { isRun, previewUrl } from './terminals/runWords.ts';

export function registerRunCommands(runs: Runs, kinds: CommandKinds): vscode.Disposable {
  const { onSession } = kinds;
  return vscode.Disposable.from(
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
