/** The changed file in the diff editor in front. */
import * as vscode from 'vscode';
import type { Place } from './reviewQueue.ts';
import { PAST_SCHEME } from './uris.ts';

export function fileInFront(): Place | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (!(input instanceof vscode.TabInputTextDiff) || input.original.scheme !== PAST_SCHEME) return undefined;
  const session = new URLSearchParams(input.original.query).get('session');
  return session ? { session, file: input.modified.fsPath } : undefined;
}
