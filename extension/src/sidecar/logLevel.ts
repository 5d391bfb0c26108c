/** “Set Log Level” of the log's channel holds for Branchline's processes too. */
import * as vscode from 'vscode';
import type { LogLevel } from '../protocol/protocol.ts';
import type { Client } from './client.ts';

const WORDS: Record<vscode.LogLevel, LogLevel> = {
  [vscode.LogLevel.Off]: 'off',
  [vscode.LogLevel.Trace]: 'trace',
  [vscode.LogLevel.Debug]: 'debug',
  [vscode.LogLevel.Info]: 'info',
  [vscode.LogLevel.Warning]: 'warning',
  [vscode.LogLevel.Error]: 'error',
};

/** Told after each connection, as the sidecar forgets it with the window that is gone, and when it alters. */
export function followLogLevel(client: Client): vscode.Disposable {
  const tell = () => {
    if (client.state !== 'running') return;
    client
      .request('log/setLevel', { level: WORDS[client.log.logLevel] })
      .catch((error) => client.log.warn(`The log level was not told: ${error}`));
  };
  tell();
  return vscode.Disposable.from(client.log.onDidChangeLogLevel(tell), client.onDidChangeState(tell));
}
