/** The agents that were found on this machine, and how the others are installed. */
import * as vscode from 'vscode';
import type { Agent } from '../protocol/protocol.ts';
import { t } from '../shared/l10n.ts';
import { NAME, plain, SENTENCES } from '../shared/plain.ts';
import { pickRow, type Row, separator } from '../shared/quickInput.ts';
import type { Client } from '../sidecar/client.ts';
import { copyInstall } from './agents.ts';
import type { Creating } from './creating.ts';

/** One that is chosen begins a session, or its install command is copied. */
export async function showAgents(client: Client, creating: Creating): Promise<void> {
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
  if (picked?.value?.program) await creating.newSession({ agents: [picked.value.name] });
  else if (picked?.value) await copyInstall(picked.value);
}

function row(agent: Agent, icon: string): Row<Agent> {
  return {
    label: plain(agent.title, NAME),
    description: plain(agent.program ?? agent.install, SENTENCES),
    iconPath: new vscode.ThemeIcon(icon),
    value: agent,
  };
}
