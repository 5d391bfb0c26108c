/** The settings that our own commands write, and those that are the extension's own. */
import * as vscode from 'vscode';
import { askForFile } from '../shared/fileDialogs.ts';
import { t } from '../shared/l10n.ts';
import type { Confirmed } from './confirmed.ts';
import { same } from './same.ts';

/** One more rule for what passes, for this machine. False: it stood there already. */
export async function addAllowRule(confirmed: Confirmed, rule: string): Promise<boolean> {
  await confirmed.ready();
  const held = (confirmed.settings['autoYes.allow'] ?? []) as string[];
  if (held.includes(rule)) return false;
  const rules = vscode.workspace.getConfiguration('branchline').get<string[]>('autoYes.allow', []);
  await confirmed.write('autoYes.allow', [...new Set([...rules, rule])], [...held, rule]);
  return true;
}

/** One more common answer, for this machine. False: it stood there already. */
export async function addAnswer(confirmed: Confirmed, rule: object): Promise<boolean> {
  await confirmed.ready();
  const held = (confirmed.settings['answers'] ?? []) as object[];
  if (held.some((each) => same(each, rule))) return false;
  const rules = vscode.workspace.getConfiguration('branchline').get<object[]>('answers', []);
  const others = rules.filter((each) => !same(each, rule));
  await confirmed.write('answers', [...others, rule], [...held, rule]);
  return true;
}

/** What the user set for this machine: a window that is off starts nothing. */
export function isEnabled(): boolean {
  return vscode.workspace.getConfiguration('branchline').get('enabled', true);
}

export function defaultAgent(): string {
  return vscode.workspace.getConfiguration('branchline').get('defaultAgent', '');
}

export async function choosePython(confirmed: Confirmed): Promise<void> {
  const file = await askForFile(t('Python 3.10 or newer for Branchline'), t('Use This Python'));
  if (file) await confirmed.write('pythonPath', file.fsPath);
}
