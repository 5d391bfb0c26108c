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

/** Which step of how many it is. */
interface Place {
  step: number;
  total: number;
}

/** Asks, and keeps what is answered; undefined when the user left. */
type Step = (place: Place) => Promise<Answer<true>>;

/** What to create, or undefined when the user left. */
export async function askForSession(client: Client, memory: vscode.Memento): Promise<CreateParams | undefined> {
  const folders = await repositoryFolders(client);
  const [only, ...others] = folders;
  if (!only)
    throw new Error(t('No git repository was found in this workspace. Open a folder that is one, or run git init.'));
  let instruction = '';
  let repo = others.length ? currentFolder() : only.uri.fsPath;
  let base: string | undefined;
  let agent = '';
  const instructionStep: Step = async (place) => {
    const written = await askForInstruction(instruction, place);
    if (written === undefined) return undefined;
    instruction = written;
    return true;
  };
  const repositoryStep: Step = async (place) => {
    const picked = await askForRepository(folders, repo, place);
    if (picked === undefined || picked === BACK) return picked;
    // A branch is one of its repository.
    if (picked !== repo) base = undefined;
    repo = picked;
    return true;
  };
  const agentStep: Step = async (place) => {
    if (!repo) return undefined;
    await client.running();
    const chosen = await askForAgent(client, memory, repo, base, place);
    if (chosen === undefined || chosen === BACK) return chosen;
    ({ agent, base } = chosen);
    return true;
  };
  // What is to be done comes first: it is what whoever begins to type types.
  const steps = others.length ? [instructionStep, repositoryStep, agentStep] : [instructionStep, agentStep];
  for (let at = 0, step = steps[0]; step; step = steps[at]) {
    const done = await step({ step: at + 1, total: steps.length });
    if (done === undefined) return undefined;
    at += done === BACK ? -1 : 1;
  }
  if (!repo) return undefined;
  // Not waited for: it is written through the window to its storage, and the row waits.
  void memory.update(LAST_AGENT, agent);
  return { repo, agent, ...(instruction && { instruction }), ...(base && { base }) };
}

/** The folder of the file in front. */
function currentFolder(): string | undefined {
  const editor = vscode.window.activeTextEditor?.document.uri;
  return editor && vscode.workspace.getWorkspaceFolder(editor)?.uri.fsPath;
}

async function askForInstruction(before: string, place: Place): Promise<string | undefined> {
  const written = await askInFlow({
    title: t('New Session: Instruction'),
    prompt: t('What should the agent do? Leave it empty to start the agent without an instruction.'),
    placeholder: t('Fix the failing login test'),
    value: before,
    ...place,
    stays: true,
  });
  return typeof written === 'string' ? written.trim() : undefined;
}

async function askForRepository(
  folders: readonly vscode.WorkspaceFolder[],
  current: string | undefined,
  place: Place,
): Promise<Answer<string>> {
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
    ...place,
    buttons: [vscode.QuickInputButtons.Back],
  });
  return picked?.button ? BACK : picked?.value;
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
  place: Place,
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
      ...place,
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
