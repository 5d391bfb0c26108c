/** Notifications that come by themselves: nobody waits for what their buttons do, so what fails goes into the log. */
import type * as vscode from 'vscode';

export function unattended(said: Promise<void>, log: vscode.LogOutputChannel): void {
  said.catch((error) => log.warn(`A notification's action failed: ${error}`));
}
