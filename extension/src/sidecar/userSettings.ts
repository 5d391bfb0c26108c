/** What stands in the user's settings, and what package.json says of each. */
import * as vscode from 'vscode';
import { setValues } from './setValues.ts';
import type { Declared, Settings } from './wider.ts';

/** By key, without `branchline.`: what package.json says, so that a new setting is told without a word here. */
export function declared(): Record<string, Declared> {
  const { packageJSON } = vscode.extensions.getExtension('branchline.branchline') as vscode.Extension<unknown>;
  const groups: { properties: Record<string, Declared> }[] = packageJSON.contributes.configuration;
  const all = groups.flatMap(({ properties }) => Object.entries(properties));
  return Object.fromEntries(all.map(([key, each]) => [key.replace(/^branchline\./, ''), each]));
}

/** VS Code's own ones for new worktrees, which hold for ours too. */
export const OF_GIT = ['git.worktreeIncludeFiles', 'git.worktreeSymlinkFolders'];

/** What the user set, whether it holds or not. All windows share it: a workspace has no say in what is not ours. */
export function userSettings(): Settings {
  const configuration = vscode.workspace.getConfiguration();
  const keys = Object.keys(declared()).map((key) => `branchline.${key}`);
  const ofGit = setValues(OF_GIT, (key) => ({ globalValue: configuration.inspect(key)?.globalValue }));
  return { ...setValues(keys, (key) => configuration.inspect(key)), ...ofGit };
}
