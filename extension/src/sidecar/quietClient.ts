/** VS Code's language client, as it speaks to the sidecar: it shows nothing, and no log has what it sends. */
import type * as vscode from 'vscode';
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  RevealOutputChannelOn,
  type ServerOptions,
} from 'vscode-languageclient/node';

/** Its failures stand in the view and the log: the notifications that it would show say nothing more. */
export class QuietClient extends LanguageClient {
  /** @param told what the sidecar gets at the start; `ended` is called when the connection ended by itself */
  constructor(
    server: ServerOptions,
    told: object,
    private readonly log: vscode.LogOutputChannel,
    ended: () => void,
  ) {
    super('branchline', 'Branchline', server, {
      outputChannel: log,
      traceOutputChannel: silent(log),
      initializationOptions: told,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      initializationFailedHandler: () => false,
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: () => {
          ended();
          return { action: CloseAction.DoNotRestart, handled: true };
        },
      },
    });
  }

  /** The log has why it was refused in the sidecar's own words: what is shown may be in another language. */
  async ask<Result>(method: string, params: unknown): Promise<Result> {
    try {
      return await this.sendRequest<Result>(method, params);
    } catch (error) {
      this.log.info(`${method} was refused: ${error instanceof Error ? error.message : error}`);
      throw error;
    }
  }

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
