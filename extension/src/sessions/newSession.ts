/** `New Session…`: what to do, then who does it, in one flow with a way back. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Agent, CreateParams } from '../protocol/protocol.ts';
import { button, shown } from '../shared/quickInput.ts';
import type { Client } from '../sidecar/client.ts';
import { defaultAgent } from '../sidecar/settings.ts';
import { repositoryFolders } from './repositories.ts';

const t = vscode.l10n.t;
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
  const items = folders.map((folder) => ({
    label: folder.name,
    description: path.dirname(folder.uri.fsPath),
    iconPath: new vscode.ThemeIcon('repo'),
    value: folder.uri.fsPath,
  }));
  return pick(items, {
    title: t('New Session: Repository'),
    placeholder: t('Which repository is it about?'),
    active: (item) => item.value === current,
    step: 1,
    total,
    back: false,
  });
}

function askForInstruction(before: string, back: boolean, total: number): Promise<Answer<string>> {
  const input = vscode.window.createInputBox();
  input.title = t('New Session: Instruction');
  input.prompt = t('What should the agent do? Leave it empty to start the agent without an instruction.');
  input.placeholder = t('Fix the failing login test');
  input.value = before;
  input.step = total - 1;
  input.totalSteps = total;
  input.ignoreFocusOut = true;
  input.buttons = back ? [vscode.QuickInputButtons.Back] : [];
  return shown<string | typeof BACK>(input, (resolve) => [
    input.onDidAccept(() => resolve(input.value.trim())),
    input.onDidTriggerButton(() => resolve(BACK)),
  ]);
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
    const picked = await pick(agentItems(agents), {
      title: from ? t('New Session: Agent (from {0})', from) : t('New Session: Agent'),
      placeholder: t('Which agent does it? It starts from {0}.', from ?? t('the current HEAD')),
      active: (item) => item.value === offered,
      step: total,
      total,
      back: true,
      button: chooseBase,
    });
    if (picked === undefined || picked === BACK) return picked;
    if (picked === 'button') {
      const branch = await askForBase(client, repo);
      if (branch === undefined) return undefined;
      if (branch !== BACK) from = branch || undefined;
    } else if (picked.program) {
      return { agent: picked.name, base: from };
    } else {
      void offerInstall(picked);
      return undefined;
    }
  }
}

async function askForBase(client: Client, repo: string): Promise<Answer<string>> {
  const { current, branches } = await client.request('repo/branches', { repo });
  const items = [
    {
      label: t('Current HEAD'),
      description: current ?? t('detached'),
      iconPath: new vscode.ThemeIcon('target'),
      value: '',
    },
    ...branches.map(({ name, remote }) => ({
      label: name,
      description: remote ? t('remote branch') : '',
      iconPath: new vscode.ThemeIcon(remote ? 'cloud' : 'git-branch'),
      value: name,
    })),
  ];
  const picked = await pick(items, {
    title: t('New Session: Base Branch'),
    placeholder: t('Where does the new branch start?'),
    active: () => false,
    back: true,
  });
  return picked === 'button' ? undefined : picked;
}

/** Installed ones first; the others say how they are installed. */
function agentItems(agents: readonly Agent[]) {
  const item = (agent: Agent) => ({
    label: agent.title,
    description: agent.program ? agent.name : t('not installed'),
    ...(!agent.program && { detail: agent.install }),
    iconPath: new vscode.ThemeIcon(agent.program ? 'hubot' : 'circle-slash'),
    value: agent,
  });
  return [...agents.filter((agent) => agent.program), ...agents.filter((agent) => !agent.program)].map(item);
}

/** For an agent whose program is not there. */
export async function offerInstall(agent: { title: string; install: string }): Promise<void> {
  const copy = t('Copy Install Command');
  const answer = await vscode.window.showErrorMessage(
    t('{0} is not installed. Install it with: {1}', agent.title, agent.install),
    copy,
  );
  if (answer === copy) await vscode.env.clipboard.writeText(agent.install);
}

type Item<T> = vscode.QuickPickItem & { value: T };

interface Question<T> {
  title: string;
  placeholder: string;
  active: (item: Item<T>) => boolean;
  back: boolean;
  step?: number;
  total?: number;
  button?: vscode.QuickInputButton;
}

function pick<T>(items: Item<T>[], question: Question<T>): Promise<Answer<T | 'button'>>;
function pick<T>(items: Item<T>[], question: Question<T> & { button?: never }): Promise<Answer<T>>;
function pick<T>(items: Item<T>[], question: Question<T>): Promise<Answer<T | 'button'>> {
  const list = vscode.window.createQuickPick<Item<T>>();
  list.title = question.title;
  list.placeholder = question.placeholder;
  list.step = question.step;
  list.totalSteps = question.total;
  list.ignoreFocusOut = true;
  list.matchOnDescription = true;
  list.items = items;
  // An empty list of active items would leave none for Enter.
  const active = items.find(question.active) ?? items[0];
  list.activeItems = active ? [active] : [];
  list.buttons = [
    ...(question.back ? [vscode.QuickInputButtons.Back] : []),
    ...(question.button ? [question.button] : []),
  ];
  return shown<T | 'button' | typeof BACK>(list, (resolve) => [
    list.onDidAccept(() => {
      const chosen = list.selectedItems[0];
      if (chosen) resolve(chosen.value);
    }),
    list.onDidTriggerButton((button) => resolve(button === question.button ? 'button' : BACK)),
  ]);
}
