/** The user's settings: what the sidecar is told of them, and those that are the extension's own. */
import * as vscode from 'vscode';
import { t } from '../shared/l10n.ts';
import { askForFile } from '../shared/quickInput.ts';
import { setValues } from './setValues.ts';

/** All that package.json declares, so that a new one is told without a word here. */
export function sidecarSettings(): Record<string, unknown> {
  const { packageJSON } = vscode.extensions.getExtension('branchline.branchline') as vscode.Extension<unknown>;
  const configuration = vscode.workspace.getConfiguration();
  return setValues(Object.keys(packageJSON.contributes.configuration.properties), (key) => configuration.inspect(key));
}

/** One more rule for what passes, for this machine. False: it stood there already. */
export async function addAllowRule(rule: string): Promise<boolean> {
  const configuration = vscode.workspace.getConfiguration('branchline');
  const rules = configuration.get<string[]>('autoYes.allow', []);
  if (rules.includes(rule)) return false;
  await configuration.update('autoYes.allow', [...rules, rule], vscode.ConfigurationTarget.Global);
  return true;
}

export function pythonPath(): string {
  return vscode.workspace.getConfiguration('branchline').get('pythonPath', '').trim();
}

export function defaultAgent(): string {
  return vscode.workspace.getConfiguration('branchline').get('defaultAgent', '');
}

export async function choosePython(): Promise<void> {
  const file = await askForFile(t('Python 3.10 or newer for Branchline'), t('Use This Python'));
  if (file)
    await vscode.workspace
      .getConfiguration('branchline')
      .update('pythonPath', file.fsPath, vscode.ConfigurationTarget.Global);
}
