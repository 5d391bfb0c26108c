/** `Allow This Next Time…`: from a prompt that was left to the user to a rule, with what else it would let pass. */
import * as vscode from 'vscode';
import type { Decision } from '../protocol/protocol.ts';
import { errorData } from '../shared/errors.ts';
import { oneLine, visible, withoutIcons, withoutLinks } from '../shared/plain.ts';
import { shown } from '../shared/quickInput.ts';
import type { Client } from '../sidecar/client.ts';
import { addAllowRule } from '../sidecar/settings.ts';
import { type Asked, othersThan } from './decisionLog.ts';
import { decisionDescription, decisionLook, subject } from './decisionWords.ts';

const t = vscode.l10n.t;
const LONG = 300;

interface Row extends vscode.QuickPickItem {
  rule?: string;
}

export async function allowNext(client: Client, asked: Asked): Promise<void> {
  const { id, promptId } = asked;
  const { rules } = await client.request('autoYes/propose', { id, promptId });
  if (!rules.length) {
    void vscode.window.showInformationMessage(t('No rule can let this pass: it stays with you.'));
    return;
  }
  const picked = await pickRule(rules);
  if (picked === undefined) return;
  const rule = isEditable(picked) ? await editRule(client, picked) : picked;
  if (!rule) return;
  const { matches } = await client.request('autoYes/tryRule', { rule });
  if (await confirm(rule, othersThan(asked, matches))) await save(rule);
}

async function pickRule(rules: readonly string[]): Promise<string | undefined> {
  const rows: Row[] = rules.map((rule, place) => ({
    label: ruleText(rule),
    description: place === 0 && rules.length > 1 ? t('the narrowest') : '',
    rule,
  }));
  const picked = await vscode.window.showQuickPick(rows, {
    title: t('Allow This Next Time: Rule'),
    placeHolder: t('What may pass from now on? It can be changed in the next step.'),
    ignoreFocusOut: true,
  });
  return picked?.rule;
}

/** An input box would alter what is on several lines or cannot be seen. */
function isEditable(rule: string): boolean {
  return visible(rule) === rule && !/[\n\t]/.test(rule);
}

async function editRule(client: Client, rule: string): Promise<string | undefined> {
  const text = await vscode.window.showInputBox({
    title: t('Allow This Next Time: Change the Rule'),
    prompt: t('Such as Bash(npm run test:*), Edit(src/**) or WebFetch(domain:example.com).'),
    value: rule,
    ignoreFocusOut: true,
    validateInput: (typed) => complaint(client, typed.trim()),
  });
  return text?.trim();
}

/** What is wrong with a rule, as the sidecar says it. */
async function complaint(client: Client, rule: string): Promise<string | undefined> {
  if (!rule) return t('A rule cannot be empty.');
  try {
    await client.request('autoYes/tryRule', { rule });
    return undefined;
  } catch (error) {
    if (errorData(error)?.code === 'BAD_RULE') return withoutLinks(oneLine((error as Error).message, LONG));
    throw error;
  }
}

/** Shows what else in the log the rule would have let pass. Only the first row saves; the others are to be read. */
async function confirm(rule: string, others: readonly Decision[]): Promise<boolean> {
  const list = vscode.window.createQuickPick();
  const save: vscode.QuickPickItem = {
    label: `$(check) ${t('Save the Rule')}`,
    description: ruleText(rule),
    detail: t('For all sessions with auto-yes on this machine (branchline.autoYes.allow).'),
  };
  const nothing: vscode.QuickPickItem = {
    label: `$(info) ${t('Nothing else in the log')}`,
    description: t('would have passed with this rule'),
  };
  list.title = t('Allow This Next Time: Save');
  list.placeholder = t('What else would have passed with this rule?');
  list.ignoreFocusOut = true;
  list.items = [
    save,
    { label: t('it would also have let pass'), kind: vscode.QuickPickItemKind.Separator },
    ...(others.length ? others.map(passed).reverse() : [nothing]),
  ];
  list.activeItems = [save];
  const saved = await shown<boolean>(list, (resolve) => [
    list.onDidAccept(() => {
      if (list.selectedItems[0] === save) resolve(true);
    }),
  ]);
  return saved ?? false;
}

function passed(decision: Decision): vscode.QuickPickItem {
  return {
    label: withoutIcons(subject(decision, t)),
    description: withoutIcons(decisionDescription(decision, new Date(), t)),
    iconPath: new vscode.ThemeIcon(decisionLook(decision).icon),
  };
}

async function save(rule: string): Promise<void> {
  const isNew = await addAllowRule(rule);
  const open = t('Open Settings');
  const text = withoutLinks(oneLine(rule, LONG));
  const message = isNew ? t('The rule {0} was saved.', text) : t('The rule {0} is there already.', text);
  if ((await vscode.window.showInformationMessage(message, open)) === open)
    await vscode.commands.executeCommand('workbench.action.openSettings', 'branchline.autoYes.allow');
}

function ruleText(rule: string): string {
  return withoutIcons(oneLine(rule, LONG));
}
