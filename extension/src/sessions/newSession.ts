/** `New Session…`: what to do, then who does it, in one flow with a way back. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Agent, CreateParams } from '../protocol/protocol.ts';
import { t } from '../shared/l10n.ts';
import { fail } from '../shared/notices.ts';
import { NAME, plain, SENTENCES } from '../shared/plain.ts';
import { askInFlow, button, type Choice, type Picked, pickRow, type Row } from '../shared/quickInput.ts';
import type { Client } from '../sidecar/client.ts';
import { defaultAgent } from '../sidecar/settings.ts';
import { repositoryFolders } from './repositories.ts';

const LAST_AGENT = 'branchline.lastAgent';
const BACK = Symbol('back');
type Answer<T> = T | typeof BACK | undefined;

/** What to create, or undefined when the user left. */
export async function askForSession(client: Client, memory: vscode.Memento): Promise<CreateParams | undefined> {
  const folders = await repositoryFolders(client);
  if (!folders.length)
    throw new Error(t('No git repository was found in this workspace. Open a folder that is one, or run git init.'));
  const several = folders.length > 1;
  const total = several ? 3 : 2;
  let repo = folders[0]?.uri.fsPath;
  let instruction = '';
  let base: string | undefined;
  let step = several ? 0 : 1;
  for (;;) {
    if (step === 0) {
      const picked = await askForRepository(folders, total);
      if (picked === undefined || picked === BACK) return undefined;
      repo = picked;
    } else if (step === 1) {
      const written = await askForInstruction(instruction, several, total);
      if (written === undefined) return undefined;
      if (written !== BACK) instruction = written;
      else step = -1;
    } else {
      if (!repo) return undefined;
      await client.running();
      const chosen = await askForAgent(client, memory, repo, base, total);
      if (chosen === undefined) return undefined;
      if (chosen !== BACK) {
        base = chosen.base;
        // Not waited for: it is written through the window to its storage, and the row waits.
        void memory.update(LAST_AGENT, chosen.agent);
        return { repo, agent: chosen.agent, ...(instruction && { instruction }), ...(base && { base }) };
      }
      step = 0;
    }
    step += 1;
  }
}

async function askForRepository(folders: readonly vscode.WorkspaceFolder[], total: number): Promise<Answer<string>> {
  const editor = vscode.window.activeTextEditor?.document.uri;
  const current = editor && vscode.workspace.getWorkspaceFolder(editor)?.uri.fsPath;
  const rows = folders.map((folder) => ({
    label: plain(folder.name),
    description: plain(path.dirname(folder.uri.fsPath)),
    iconPath: new vscode.ThemeIcon('repo'),
    value: folder.uri.fsPath,
  }));
  const picked = await pickInFlow(rows, {
    title: t('New Session: Repository'),
    placeholder: t('Which repository is it about?'),
    active: (value) => value === current,
    step: 1,
    total,
  });
  return picked?.value;
}

async function askForInstruction(before: string, back: boolean, total: number): Promise<Answer<string>> {
  const written = await askInFlow({
    title: t('New Session: Instruction'),
    prompt: t('What should the agent do? Leave it empty to start the agent without an instruction.'),
    placeholder: t('Fix the failing login test'),
    value: before,
    step: total - 1,
    total,
    buttons: back ? [vscode.QuickInputButtons.Back] : [],
    stays: true,
  });
  return typeof written === 'string' ? written.trim() : written && BACK;
}

interface Chosen {
  agent: string;
  base: string | undefined;
}

async function askForAgent(
  client: Client,
  memory: vscode.Memento,
  repo: string,
  base: string | undefined,
  total: number,
): Promise<Answer<Chosen>> {
  const last = memory.get<string>(LAST_AGENT) ?? defaultAgent();
  const chooseBase = button('git-branch', t('Choose Base Branch…'));
  let from = base;
  for (;;) {
    const { agents } = client.sessions;
    const offered =
      agents.find(({ name, program }) => name === last && program) ?? agents.find(({ program }) => program);
    const picked = await pickInFlow(agentRows(agents), {
      title: from ? t('New Session: Agent (from {0})', plain(from, NAME)) : t('New Session: Agent'),
      placeholder: t('Which agent does it? It starts from {0}.', from ? plain(from, NAME) : t('the current HEAD')),
      active: (value) => value === offered,
      step: total,
      total,
      buttons: [vscode.QuickInputButtons.Back, chooseBase],
    });
    if (picked?.button === vscode.QuickInputButtons.Back) return BACK;
    if (picked?.button === chooseBase) {
      const branch = await askForBase(client, repo);
      if (branch === undefined) return undefined;
      if (branch !== BACK) from = branch || undefined;
    } else if (!picked?.value) {
      return undefined;
    } else if (picked.value.program) {
      return { agent: picked.value.name, base: from };
    } else {
      void offerInstall(picked.value);
      return undefined;
    }
  }
}

async function askForBase(client: Client, repo: string): Promise<Answer<string>> {
  const { current, branches } = await client.request('repo/branches', { repo });
  const rows: Row<string>[] = [
    {
      label: t('Current HEAD'),
      description: current === null ? t('detached') : plain(current),
      iconPath: new vscode.ThemeIcon('target'),
      value: '',
    },
    ...branches.map(({ name, remote }) => ({
      label: plain(name),
      description: remote ? t('remote branch') : ('' as const),
      iconPath: new vscode.ThemeIcon(remote ? 'cloud' : 'git-branch'),
      value: name,
    })),
  ];
  const picked = await pickInFlow(rows, {
    title: t('New Session: Base Branch'),
    placeholder: t('Where does the new branch start?'),
    buttons: [vscode.QuickInputButtons.Back],
  });
  return picked?.button ? BACK : picked?.value;
}

/** Installed ones first; the others say how they are installed. */
function agentRows(agents: readonly Agent[]): Row<Agent>[] {
  const row = (agent: Agent): Row<Agent> => ({
    label: plain(agent.title, NAME),
    description: agent.program ? plain(agent.name, NAME) : t('not installed'),
    ...(!agent.program && { detail: plain(agent.install) }),
    iconPath: new vscode.ThemeIcon(agent.program ? 'hubot' : 'circle-slash'),
    value: agent,
  });
  return [...agents.filter((agent) => agent.program), ...agents.filter((agent) => !agent.program)].map(row);
}

/** For an agent whose program is not there. */
export async function offerInstall(agent: { title: string; install: string }): Promise<void> {
  const copy = t('Copy Install Command');
  const message = t(
    '{0} is not installed. Install it with: {1}',
    plain(agent.title, NAME),
    plain(agent.install, SENTENCES),
  );
  if ((await fail(message, copy)) === copy) await vscode.env.clipboard.writeText(agent.install);
}

/** Each step stays until it is answered: who looks something up comes back to it. */
function pickInFlow<T>(rows: readonly Row<T>[], choice: Choice<T>): Promise<Picked<T> | undefined> {
  return pickRow(rows, { ...choice, stays: true });
}
