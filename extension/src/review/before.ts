/** Whose changes are before the user's eyes: those of the diff editor in front. */
import * as vscode from 'vscode';
import { PAST_SCHEME } from './uris.ts';

/** By the title that it was opened with: VS Code names no file of an editor of several. */
const opened = new Map<string, string>();

export function didOpen(title: string, session: string): void {
  opened.set(title, session);
}

export function changesInFront(): string | undefined {
  if (!vscode.window.state.focused) return undefined;
  const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
  if (!tab) return undefined;
  const { input, label } = tab;
  if (input instanceof vscode.TabInputTextDiff && input.original.scheme === PAST_SCHEME)
    return new URLSearchParams(input.original.query).get('session') ?? undefined;
  // “Changes of login (3 files)”, in the language of VS Code.
  return input ? undefined : [...opened].find(([title]) => label.startsWith(`${title} (`))?.[1];
}
