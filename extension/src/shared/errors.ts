/** What a refused request says, and how it is shown: never modal, with the log at hand. */
import * as vscode from 'vscode';
import { ResponseError } from 'vscode-jsonrpc';
import type { ErrorData } from '../protocol/protocol.ts';
import { errorSentence } from './errorWords.ts';
import { t } from './l10n.ts';
import { fail } from './notices.ts';
import { type Plain, plain, SENTENCES } from './plain.ts';

export function errorData(error: unknown): ErrorData | undefined {
  return error instanceof ResponseError ? (error.data as ErrorData | undefined) : undefined;
}

/**
 * What went wrong, to be shown: it may name what others named, and say what git said. In English it is the sidecar's
 * sentence, which knows most; in another language one of ours, and the log has the sidecar's.
 */
export function errorText(error: unknown): Plain {
  const said = plain(error instanceof Error ? error.message : String(error), SENTENCES);
  const data = errorData(error);
  return data && t.isTranslated ? errorSentence(data, said, t) : said;
}

export async function showError(error: unknown, log: vscode.LogOutputChannel): Promise<void> {
  log.error(error instanceof Error ? error.message : String(error));
  const showLog = t('Show Log');
  const locate = t('Locate Repository…');
  const buttons = errorData(error)?.code === 'REPO_GONE' ? [locate, showLog] : [showLog];
  const answer = await fail(errorText(error), ...buttons);
  if (answer === showLog) log.show();
  if (answer === locate) await vscode.commands.executeCommand('branchline.locateRepository');
}
