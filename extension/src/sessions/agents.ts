/** The agents that were found on this machine, and how the others are installed. */
import * as vscode from 'vscode';
import type { Agent } from '../protocol/protocol.ts';
import { t } from '../shared/l10n.ts';
import { inform } from '../shared/notices.ts';
import { NAME, plain, SENTENCES } from '../shared/plain.ts';
import { pickRow, type Row, separator } from '../shared/quickInput.ts';
import type { Client } from '../sidecar/client.ts';

export async function showAgents(client: Client): Promise<void> {
  client.sessions.didSync(await client.request('session/list', {}));
  const { agents } = client.sessions;
  const there = agents.filter(({ program }) => program !== null);
  const missing = agents.filter(({ program }) => program === null);
  const rows: Row<Agent>[] = [
    separator(t('Found on this machine')),
    ...there.map((agent) => row(agent, 'check')),
    separator(t('Not installed: choose one to copy the command that installs it')),
    ...missing.map((agent) => row(agent, 'cloud-download')),
  ];
  const picked = await pickRow(rows, {
    title: t('Agents'),
    placeholder: t('Choose one to start a session with it, or to copy its install command.'),
  });
  const agent = picked?.value;
  if (!agent) return;
  if (agent.program !== null) {
    await vscode.commands.executeCommand('branchline.newSession');
    return;
  }
  await vscode.env.clipboard.writeText(agent.install);
  void inform(t('Copied: {0}', plain(agent.install, SENTENCES)));
}

function row(agent: Agent, icon: string): Row<Agent> {
  return {
    label: plain(agent.title, NAME),
    description: plain(agent.program ?? agent.install, SENTENCES),
    iconPath: new vscode.ThemeIcon(icon),
    value: agent,
  };
}
