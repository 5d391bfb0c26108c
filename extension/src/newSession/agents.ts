/** Which agent, or which agents: those that are installed, and behind one row those that can be. */
import * as vscode from 'vscode';
import type { Agent } from '../protocol/protocol.ts';
import { pickMany } from '../shared/checkedRows.ts';
import { t } from '../shared/l10n.ts';
import { fail, inform } from '../shared/notices.ts';
import { joined, NAME, type Plain, plain, SENTENCES } from '../shared/plain.ts';
import { type Row, separator } from '../shared/quickInput.ts';
import { type Answer, BACK, pickInFlow } from './answers.ts';

const SEVERAL = Symbol('several');
const OTHERS = Symbol('others');

/** Their names. BACK also where the user looked at others, or left the checkboxes. */
export async function chooseAgents(agents: readonly Agent[], current: readonly string[]): Promise<Answer<string[]>> {
  const installed = agents.filter(({ program }) => program);
  const others = agents.filter(({ program }) => !program);
  const rows: Row<string | symbol>[] = [
    ...installed.map(agentRow),
    ...(installed.length > 1
      ? [
          separator(),
          {
            label: t('Several Agents…'),
            description: t('a session for each, with the same instruction'),
            iconPath: new vscode.ThemeIcon('checklist'),
            value: SEVERAL,
          },
        ]
      : []),
    ...(others.length ? [separator(), othersRow(others)] : []),
  ];
  const picked = await pickInFlow(rows, t('New Session: Agent'), t('Which agent does it?'), (value) =>
    current.length > 1 ? value === SEVERAL : value === current[0],
  );
  if (picked === SEVERAL) return (await chooseSeveral(installed, current)) ?? BACK;
  if (picked === OTHERS) {
    await showOthers(others);
    return BACK;
  }
  return typeof picked === 'string' ? [picked] : BACK;
}

function agentRow({ name, title }: Agent): Row<string> {
  return {
    label: plain(title, NAME),
    description: plain(name, NAME),
    iconPath: new vscode.ThemeIcon('hubot'),
    value: name,
  };
}

function othersRow(others: readonly Agent[]): Row<symbol> {
  return {
    label: others.length === 1 ? t('1 more can be installed…') : t('{0} more can be installed…', others.length),
    description: joined(
      others.map(({ title }) => plain(title, NAME)),
      ', ',
    ),
    iconPath: new vscode.ThemeIcon('cloud-download'),
    value: OTHERS,
  };
}

/** At least one, or undefined. */
async function chooseSeveral(installed: readonly Agent[], current: readonly string[]): Promise<string[] | undefined> {
  const checked = await pickMany(installed.map(agentRow), {
    title: t('New Session: Agents'),
    placeholder: t('Each gets a session of its own.'),
    picked: (name) => current.includes(name),
    stays: true,
  });
  return checked?.values.length ? checked.values : undefined;
}

/** Copies the command that installs the one that is chosen. */
async function showOthers(others: readonly Agent[]): Promise<void> {
  const rows = others.map((agent) => ({
    label: plain(agent.title, NAME),
    detail: plain(agent.install),
    iconPath: new vscode.ThemeIcon('clippy'),
    value: agent,
  }));
  const title = t('New Session: Agents That Are Not Installed');
  const picked = await pickInFlow<Agent>(rows, title, t('Choose one to copy the command that installs it.'));
  if (picked !== BACK) await copyInstall(picked);
}

export async function copyInstall({ title, install }: Agent): Promise<void> {
  await vscode.env.clipboard.writeText(install);
  void inform(
    t('The command that installs {0} is in the clipboard: {1}', plain(title, NAME), plain(install, SENTENCES)),
  );
}

/** For an agent whose program is not there. */
export async function offerInstall(agent: { title: string; install: string }): Promise<void> {
  const copy: Plain = t('Copy Install Command');
  const message = t(
    '{0} is not installed. Install it with: {1}',
    plain(agent.title, NAME),
    plain(agent.install, SENTENCES),
  );
  if ((await fail(message, copy)) === copy) await vscode.env.clipboard.writeText(agent.install);
}
