/** What a refused request says, and how it is shown: never modal, with the log at hand. */
import * as vscode from 'vscode';
import { ResponseError } from 'vscode-languageclient/node';
import type { ErrorData } from '../protocol/protocol.ts';
import { withoutLinks } from './plain.ts';

export function errorData(error: unknown): ErrorData | undefined {
  return error instanceof ResponseError ? (error.data as ErrorData | undefined) : undefined;
}

export async function showError(error: unknown, log: vscode.LogOutputChannel): Promise<void> {
  const message = error instanceof Error ? error.message : String(error);
  log.error(message);
  const showLog = vscode.l10n.t('Show Log');
  if ((await vscode.window.showErrorMessage(withoutLinks(message), showLog)) === showLog) log.show();
}
