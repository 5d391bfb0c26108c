/** Files and folders that the user chooses. */
import * as vscode from 'vscode';
import type { Plain } from './plain.ts';

export async function askForFile(title: Plain, accept: Plain): Promise<vscode.Uri | undefined> {
  const picked = await vscode.window.showOpenDialog({ title, openLabel: accept, canSelectMany: false });
  return picked?.[0];
}

/** The files that are chosen; undefined when the user left. */
export async function chooseFiles(title: Plain, accept: Plain): Promise<readonly vscode.Uri[] | undefined> {
  return vscode.window.showOpenDialog({ title, openLabel: accept, canSelectMany: true });
}

/** The folder that is chosen; undefined when the user left. */
export async function chooseFolder(title: Plain, accept: Plain): Promise<vscode.Uri | undefined> {
  const options = { title, openLabel: accept, canSelectMany: false, canSelectFiles: false, canSelectFolders: true };
  return (await vscode.window.showOpenDialog(options))?.[0];
}

/** Where a file is to be written, by default there; undefined when the user left. */
export async function chooseTarget(
  title: Plain,
  accept: Plain,
  defaultUri: vscode.Uri,
): Promise<vscode.Uri | undefined> {
  return vscode.window.showSaveDialog({ title, saveLabel: accept, defaultUri });
}
