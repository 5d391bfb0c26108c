/** Whether the user wants nothing to move. */
import * as vscode from 'vscode';

const SETTING = 'workbench.reduceMotion';

/** What the setting says. With `auto` it is the system's choice, which an extension is not told: then things move. */
export function isMotionReduced(): boolean {
  return vscode.workspace.getConfiguration().get(SETTING) === 'on';
}

export function onDidChangeMotion(changed: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => event.affectsConfiguration(SETTING) && changed());
}
