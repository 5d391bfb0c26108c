/** The log. Processes and repositories may have written part of what it is told: none of it looks like a line of ours. */
import * as vscode from 'vscode';
import { visible } from './plain.ts';

export function createLog(): vscode.LogOutputChannel {
  return plainLog(vscode.window.createOutputChannel('Branchline', { log: true }));
}

/** One in which a text that has several lines is one entry. */
export function plainLog(channel: vscode.LogOutputChannel): vscode.LogOutputChannel {
  const lines = (text: string) => visible(text).replaceAll('\n', '\n    ');
  const written = (level: 'trace' | 'debug' | 'info' | 'warn') => ({
    value: (message: string, ...values: unknown[]) => channel[level](lines(message), ...values),
  });
  return Object.create(channel, {
    trace: written('trace'),
    debug: written('debug'),
    info: written('info'),
    warn: written('warn'),
    error: {
      value: (error: string | Error, ...values: unknown[]) =>
        channel.error(lines(error instanceof Error ? (error.stack ?? error.message) : error), ...values),
    },
    append: { value: (text: string) => channel.append(lines(text)) },
    appendLine: { value: (text: string) => channel.appendLine(lines(text)) },
  });
}
