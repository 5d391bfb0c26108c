/** VS Code's language client, as it speaks to the sidecar: it shows nothing, and no log has what it sends. */
import type * as vscode from 'vscode';
import { LanguageClient } from 'vscode-languageclient/node';

/** Its failures stand in the view and the log: the notifications that it would show say nothing more. */
export class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

/** Whoever edits the settings could have the messages traced, and so the seal in the log. */
export function silent(log: vscode.LogOutputChannel): vscode.LogOutputChannel {
  return Object.create(log, {
    logLevel: { value: 0 },
    onDidChangeLogLevel: { value: () => ({ dispose() {} }) },
    trace: { value() {} },
  });
}
