/** The commands of package.json, each a few lines over the client. A test compares the two lists. */
import * as vscode from 'vscode';
import { allowNext } from './allowNext.ts';
import type { Answering } from './answering.ts';
import type { Decision } from './asked.ts';
import type { AutoYes } from './autoYes.ts';
import { leftToYou } from './autoYesWords.ts';
import type { Client } from './client.ts';
import type { DecisionNode, DecisionTree } from './decisionTree.ts';
import * as diff from './diff.ts';
import { errorData, showError } from './errors.ts';
import type { Looked } from './looked.ts';
import { askForSession, offerInstall } from './newSession.ts';
import { LIVE, lossText, statusText } from './present.ts';
import type { Session } from './protocol.ts';
import { reportUnknownScreen } from './report.ts';
import { choosePython } from './settings.ts';
import type { Terminals } from './terminals.ts';
import type { Node, SessionTree } from './tree.ts';
import type { Waiting } from './waiting.ts';

const t = vscode.l10n.t;

/** What a command is run on: a row of the sessions, an entry of the log. */
type Target = Node | DecisionNode;

export class Commands {
  constructor(
    private readonly client: Client,
    private readonly tree: SessionTree,
    private readonly decisions: DecisionTree,
    private readonly terminals: Terminals,
    private readonly answering: Answering,
    private readonly autoYes: AutoYes,
    private readonly looked: Looked,
    private readonly waiting: Waiting,
    private readonly memory: vscode.Memento,
  ) {}

  register(): vscode.Disposable {
    const command = (name: string, run: (node?: Target) => Promise<unknown>) =>
      vscode.commands.registerCommand(`branchline.${name}`, async (node?: Target) => {
        try {
          return await run(node);
        } catch (error) {
          void showError(error, this.client.log);
          return undefined;
        }
      });
    const onSession = (name: string, run: (session: Session) => Promise<unknown>, fits?: (s: Session) => boolean) =>
      command(name, async (node) => {
        const session = await this.sessionOf(node, fits);
        if (session) await run(session);
      });
    const live = (session: Session) => LIVE.has(session.status);
    const ended = (session: Session) => !live(session);
    const waits = ({ status }: Session) => status === 'waiting';
    const left = (session: Session) => leftToYou(session) !== undefined;
    const withWorktree = (session: Session) => session.worktree !== '';
    return vscode.Disposable.from(
      command('newSession', () => this.newSession()),
      onSession('openTerminal', (session) => this.look(session)),
      onSession('openChanges', (session) => this.openChanges(session), withWorktree),
      command('openFileChanges', (node) => this.openFileChanges(node)),
      onSession('answer', (session) => this.answering.choose(session), waits),
      command('answerYes', (node) => this.decide(node, 'accept')),
      command('answerAlways', (node) => this.decide(node, 'acceptAlways')),
      command('answerNo', (node) => this.decide(node, 'reject')),
      onSession('reportUnknownScreen', (session) => reportUnknownScreen(this.client, session), live),
      onSession('sendInstruction', (session) => this.sendInstruction(session), live),
      onSession('interrupt', ({ id }) => this.client.request('session/interrupt', { id }), live),
      onSession('stop', ({ id }) => this.client.request('session/stop', { id }), live),
      onSession('resume', (session) => this.resume(session), ended),
      onSession('rename', (session) => this.rename(session)),
      onSession('remove', (session) => this.remove(session)),
      onSession('copyBranch', async ({ branch }) => vscode.env.clipboard.writeText(branch), withWorktree),
      onSession('openWorktree', (session) => openWorktree(session), withWorktree),
      onSession(
        'markRead',
        async ({ id }) => this.looked.at(id),
        (s) => s.unread,
      ),
      onSession('autoYes', (session) => this.autoYes.choose(session)),
      command('autoYesMenu', () => this.autoYes.menu()),
      command('autoYesStopAll', () => this.autoYes.stopAll()),
      command('autoYesShowLog', async (node) => this.decisions.show(this.sessionAt(node))),
      onSession('autoYesWhy', (session) => this.autoYes.why(session), waits),
      command('autoYesAllowNext', (node) => this.allowNext(node, left)),
      onSession('autoYesOpenSession', (session) => this.openSession(session)),
      command('autoYesAskedOnly', async () => this.decisions.showAskedOnly()),
      command('autoYesClearFilter', async () => this.decisions.clearFilter()),
      command('focusNext', () => this.focusNext()),
      command('refresh', async () => this.client.sessions.didSync(await this.client.request('session/list', {}))),
      command('choosePython', () => choosePython()),
      command('restart', () => this.client.restart()),
      command('showLog', async () => this.client.log.show()),
    );
  }

  private async newSession(): Promise<void> {
    const wanted = await askForSession(this.client, this.memory);
    if (!wanted) return;
    try {
      const session = await this.client.request('session/create', wanted);
      await this.tree.reveal(session.id);
      if (session.status !== 'queued') await this.terminals.show(session.id);
    } catch (error) {
      const data = errorData(error);
      if (data?.code !== 'AGENT_NOT_FOUND') throw error;
      const agent = this.client.sessions.agents.find(({ name }) => name === wanted.agent);
      await offerInstall({ title: agent?.title ?? wanted.agent, install: String(data['install'] ?? '') });
    }
  }

  /** The user looks at a session: its terminal, or what it changed when it has none. */
  private async look(session: Session): Promise<void> {
    await this.client.request('session/activate', { id: session.id });
    this.looked.at(session.id);
    if (LIVE.has(session.status) && session.status !== 'queued') await this.terminals.show(session.id);
    else if (session.status === 'queued') void vscode.window.showInformationMessage(statusText(session, t));
    else await this.offerResume(session);
  }

  private async offerResume(session: Session): Promise<void> {
    const resume = t('Resume');
    const changes = t('Open Changes');
    const buttons = session.changes.files ? [resume, changes] : [resume];
    const message = t('The agent of “{0}” does not run. {1}.', session.name, statusText(session, t));
    const answer = await vscode.window.showInformationMessage(message, ...buttons);
    if (answer === resume) await this.resume(session);
    else if (answer === changes) await this.openChanges(session);
  }

  private async resume(session: Session): Promise<void> {
    const { id, status } = await this.client.request('session/resume', { id: session.id });
    if (status !== 'queued') await this.terminals.show(id);
  }

  /** By a row's button; a key that is bound to it has no row, and asks. */
  private async decide(node: Target | undefined, decision: Decision): Promise<unknown> {
    if (node?.kind === 'session') return this.answering.decide(node.id, decision);
    return vscode.commands.executeCommand('branchline.answer');
  }

  private async openChanges(session: Session): Promise<void> {
    this.looked.at(session.id);
    const files = await this.tree.changesOf(session.id);
    if (files.length) await diff.openAll(session, files);
    else void vscode.window.showInformationMessage(t('“{0}” has not changed anything yet.', session.name));
  }

  private async openFileChanges(node?: Target): Promise<void> {
    if (node?.kind !== 'file') return;
    const session = this.client.sessions.get(node.sessionId);
    if (!session) return;
    this.looked.at(session.id);
    await diff.openFile(session, node.file);
  }

  private async sendInstruction(session: Session): Promise<void> {
    const text = await vscode.window.showInputBox({
      title: t('Send Instruction to “{0}”', session.name),
      prompt: t('It is typed when the agent is ready, never into a question that it asks.'),
      ignoreFocusOut: true,
    });
    if (!text?.trim()) return;
    const { queued } = await this.client.request('session/send', { id: session.id, text, submit: true, queue: true });
    if (queued)
      void vscode.window.showInformationMessage(t('The instruction waits until “{0}” is ready.', session.name));
  }

  private async rename(session: Session): Promise<void> {
    const name = await vscode.window.showInputBox({
      title: t('Rename Session'),
      value: session.name,
      validateInput: (value) => (value.trim() ? undefined : t('A name cannot be empty.')),
    });
    if (name && name.trim() !== session.name)
      await this.client.request('session/update', { id: session.id, name: name.trim() });
  }

  private async remove(session: Session): Promise<void> {
    const { id } = session;
    try {
      await this.client.request('session/remove', { id, force: false, keepBranch: false });
    } catch (error) {
      const data = errorData(error);
      if (data?.code !== 'DIRTY') throw error;
      const loss = { files: Number(data['files']), commits: Number(data['commits']), live: Boolean(data['live']) };
      const remove = t('Remove');
      const keep = t('Remove, Keep Branch');
      const buttons = session.branch && loss.commits ? [remove, keep] : [remove];
      const answer = await vscode.window.showWarningMessage(
        t('Remove session “{0}”?', session.name),
        { modal: true, detail: lossText(loss, t) },
        ...buttons,
      );
      if (!answer) return;
      await this.client.request('session/remove', { id, force: true, keepBranch: answer === keep });
    }
    this.terminals.close(id);
  }

  private async focusNext(): Promise<void> {
    await vscode.commands.executeCommand('branchline.sessions.focus');
    const [longest] = this.waiting.follow(this.client.sessions.all());
    if (!longest) return;
    await this.openSession(longest.session);
  }

  private async openSession(session: Session): Promise<void> {
    await this.tree.reveal(session.id);
    await this.look(session);
  }

  private async allowNext(node: Target | undefined, left: (session: Session) => boolean): Promise<void> {
    if (node?.kind === 'decision') return allowNext(this.client, node.decision);
    const session = await this.sessionOf(node, left);
    if (session) await this.autoYes.allowNext(session);
  }

  private sessionAt(node: Target | undefined): Session | undefined {
    if (node?.kind === 'session') return this.client.sessions.get(node.id);
    return node?.kind === 'decision' ? this.client.sessions.get(node.decision.id) : undefined;
  }

  /** The row's session; from the palette the only one that fits, or the one that is picked. */
  private async sessionOf(node: Target | undefined, fits: (session: Session) => boolean = () => true) {
    if (node?.kind === 'session' || node?.kind === 'decision') return this.sessionAt(node);
    const candidates = this.client.sessions.all().filter(fits);
    if (candidates.length < 2) {
      if (!candidates.length) void vscode.window.showInformationMessage(t('There is no session for this.'));
      return candidates[0];
    }
    const items = candidates.map((session) => ({
      label: session.name,
      description: `${statusText(session, t)} · ${session.branch}`,
      session,
    }));
    return (await vscode.window.showQuickPick(items, { placeHolder: t('Which session?') }))?.session;
  }
}

async function openWorktree(session: Session): Promise<void> {
  await vscode.commands.executeCommand('vscode.openFolder', vscode.Uri.file(session.worktree), {
    forceNewWindow: true,
  });
}
