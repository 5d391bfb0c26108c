/** `Allow This Next Time…`: from a prompt that was left to the user to a rule, with what else it would let pass. */
import * as vscode from 'vscode';
import type { Decision } from '../protocol/protocol.ts';
import { errorData, errorText } from '../shared/errors.ts';
import { t } from '../shared/l10n.ts';
import { inform } from '../shared/notices.ts';
import { type Plain, plain, visible, withIcon } from '../shared/plain.ts';
import { ask, pick, type Row, separator } from '../shared/quickInput.ts';
import type { Client } from '../sidecar/client.ts';
import { addAllowRule } from '../sidecar/settings.ts';
import { type Asked, othersThan } from './decisionLog.ts';
import { decisionDescription, decisionLook, subject } from './decisionWords.ts';

export async function allowNext(client: Client, asked: Asked): Promise<void> {
  const { id, promptId } = asked;
  const { rules } = await client.request('autoYes/propose', { id, promptId });
  if (!rules.length) {
    void inform(t('No rule can let this pass: it stays with you.'));
    return;
  }
  const picked = await pickRule(rules);
  if (picked === undefined) return;
  const rule = isEditable(picked) ? await editRule(client, picked) : picked;
  if (!rule) return;
  const { matches } = await client.request('autoYes/tryRule', { rule });
  if (await confirm(rule, othersThan(asked, matches))) await save(client, rule);
}

async function pickRule(rules: readonly string[]): Promise<string | undefined> {
  const rows = rules.map((rule, place) => ({
    label: plain(rule),
    description: place === 0 && rules.length > 1 ? t('the narrowest') : ('' as const),
    value: rule,
  }));
  return pick(rows, {
    title: t('Allow This Next Time: Rule'),
    placeholder: t('What may pass from now on? It can be changed in the next step.'),
    stays: true,
  });
}

/** An input box would alter what is on several lines or cannot be seen. */
function isEditable(rule: string): boolean {
  return visible(rule) === rule && !/[\n\t]/.test(rule);
}

async function editRule(client: Client, rule: string): Promise<string | undefined> {
  const text = await ask({
    title: t('Allow This Next Time: Change the Rule'),
    prompt: t('Such as Bash(npm run test:*), Edit(src/**) or WebFetch(domain:example.com).'),
    value: rule,
    stays: true,
    complaint: (typed) => complaint(client, typed.trim()),
  });
  return text?.trim();
}

/** What is wrong with a rule, as the sidecar says it. */
async function complaint(client: Client, rule: string): Promise<Plain | undefined> {
  if (!rule) return t('A rule cannot be empty.');
  try {
    await client.request('autoYes/tryRule', { rule });
    return undefined;
  } catch (error) {
    if (errorData(error)?.code === 'BAD_RULE') return errorText(error);
    throw error;
  }
}

/** Shows what else in the log the rule would have let pass. Only one row saves; those below are to be read. */
async function confirm(rule: string, others: readonly Decision[]): Promise<boolean> {
  const leave: Row<boolean> = { label: withIcon('close', t('Do Not Save')), value: false };
  const save: Row<boolean> = {
    label: withIcon('check', t('Save the Rule')),
    description: plain(rule),
    detail: t('For all sessions with auto-yes on this machine (branchline.autoYes.allow).'),
    value: true,
    widens: true,
  };
  const nothing: Row<boolean> = {
    label: withIcon('info', t('Nothing else in the log')),
    description: t('would have passed with this rule'),
  };
  const rows = [
    leave,
    save,
    separator(t('it would also have let pass')),
    ...(others.length ? others.map(passed).reverse() : [nothing]),
  ];
  const saved = await pick(rows, {
    title: t('Allow This Next Time: Save'),
    placeholder: t('What else would have passed with this rule?'),
    stays: true,
  });
  return saved ?? false;
}

function passed(decision: Decision): Row<boolean> {
  return {
    label: subject(decision, t),
    description: decisionDescription(decision, new Date(), t),
    iconPath: new vscode.ThemeIcon(decisionLook(decision).icon),
  };
}

async function save(client: Client, rule: string): Promise<void> {
  const isNew = await addAllowRule(client.confirmed, rule);
  const open = t('Open Settings');
  const text = plain(rule);
  const message = isNew ? t('The rule {0} was saved.', text) : t('The rule {0} is there already.', text);
  if ((await inform(message, open)) === open)
    await vscode.commands.executeCommand('workbench.action.openSettings', 'branchline.autoYes.allow');
}
