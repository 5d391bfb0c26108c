/** The settings that the sidecar is told, and who listens for their changes. */
import * as vscode from 'vscode';

const SENT = ['agents', 'agentPaths', 'branchPrefix', 'worktreesFolder', 'scrollbackMegabytes', 'maxSessions'];

export function sidecarSettings(): Record<string, unknown> {
  const configuration = vscode.workspace.getConfiguration('branchline');
  return Object.fromEntries(SENT.map((key) => [key, configuration.get(key)]));
}

export function affectsSidecar(event: vscode.ConfigurationChangeEvent): boolean {
  return SENT.some((key) => event.affectsConfiguration(`branchline.${key}`));
}

export function pythonPath(): string {
  return vscode.workspace.getConfiguration('branchline').get('pythonPath', '').trim();
}

export function defaultAgent(): string {
  return vscode.workspace.getConfiguration('branchline').get('defaultAgent', 'claude');
}
