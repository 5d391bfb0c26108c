/** The settings that the sidecar is told, and who listens for their changes. */
import * as vscode from 'vscode';

const SENT = [
  'agents',
  'agentPaths',
  'branchPrefix',
  'worktreesFolder',
  'scrollbackMegabytes',
  'snapshotInclude',
  'maxSessions',
  'onWaiting',
];
/** Sent as one object, `autoYes`. */
const AUTO_YES = [
  'default',
  'personas',
  'allow',
  'ask',
  'deny',
  'trustedRepositories',
  'hooks',
  'sameAnswers',
  'sameAnswersMinutes',
  'answersPerMinute',
  'answersWithoutLook',
];

export function sidecarSettings(): Record<string, unknown> {
  const configuration = vscode.workspace.getConfiguration('branchline');
  const sent = Object.fromEntries(SENT.map((key) => [key, configuration.get(key)]));
  return { ...sent, autoYes: Object.fromEntries(AUTO_YES.map((key) => [key, configuration.get(`autoYes.${key}`)])) };
}

export function affectsSidecar(event: vscode.ConfigurationChangeEvent): boolean {
  return [...SENT, 'autoYes'].some((key) => event.affectsConfiguration(`branchline.${key}`));
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
  return vscode.workspace.getConfiguration('branchline').get('defaultAgent', 'claude');
}

export async function choosePython(): Promise<void> {
  const picked = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Python 3.10 or newer for Branchline'),
    openLabel: vscode.l10n.t('Use This Python'),
    canSelectMany: false,
  });
  const [file] = picked ?? [];
  if (file)
    await vscode.workspace
      .getConfiguration('branchline')
      .update('pythonPath', file.fsPath, vscode.ConfigurationTarget.Global);
}
