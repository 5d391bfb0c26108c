/** The commands of package.json, each a few lines over the client. A test compares the two lists. */
import * as vscode from 'vscode';
import type { AutoYes } from './autoYes/actions.ts';
import { allowNext } from './autoYes/allowNext.ts';
import type { DecisionTree } from './autoYes/decisionTree.ts';
import { leftToYou } from './autoYes/words.ts';
import type { Answering } from './prompts/answering.ts';
import type { Decision } from './prompts/asked.ts';
import type { Waiting } from './prompts/waiting.ts';
import type { Session, Snapshot } from './protocol/records.ts';
import * as diff from './review/diff.ts';
import { askForSession, offerInstall } from './sessions/newSession.ts';
import type { Orphans } from './sessions/orphans.ts';
import type { Removing } from './sessions/removing.ts';
import type { Resuming } from './sessions/resuming.ts';
import { statusText } from './sessions/statusWords.ts';
import type { SessionTree } from './sessions/tree.ts';
import { errorData, showError } from './shared/errors.ts';
import { hasWorktree, LIVE } from './shared/sessionFacts.ts';
import type { Client } from './sidecar/client.ts';
import type { Looked } from './sidecar/looked.ts';
import { choosePython } from './sidecar/settings.ts';
import { isLost, type Target, Targets, tellLost } from './targets.ts';
import { reportUnknownScreen } from './terminals/report.ts';
import type { Terminals } from './terminals/terminals.ts';
import type { TimelineActions } from './timeline/actions.ts';

const t = vscode.l10n.t;

/** What the commands are carried out with. */
export interface Parts {
  client: Client;
  tree: SessionTree;
  decisions: DecisionTree;
  terminals: Terminals;
  answering: Answering;
  autoYes: AutoYes;
  looked: Looked;
  waiting: Waiting;
  timeline: TimelineActions;
  removing: Removing;
  resuming: Resuming;
  orphans: Orphans;
  memory: vscode.Memento;
}

export class Commands {
  private readonly targets: Targets;

  constructor(private readonly parts: Parts) {
    this.targets = new Targets(parts.client);
  }

  register(): vscode.Disposable {
    const command = (name: string, run: (...rows: (Target | undefined)[]) => Promise<unknown>) =>
      vscode.commands.registerCommand(`branchline.${name}`, async (...rows: (Target | undefined)[]) => {
        try {
          return await run(...rows);
        } catch (error) {
          void showError(error, this.parts.client.log);
          return undefined;
        }
      });
    const onRow = (name: string, run: (node?: Target) => Promise<unknown>) =>
      command(name, async (...rows) => (isLost(rows) ? tellLost() : run(rows[0])));
    const onSession = (name: string, run: (session: Session) => Promise<unknown>, fits = (_: Session) => true) =>
      onRow(name, async (node) => {
        const session = await this.targets.sessionOf(node, fits);
        if (session) await run(session);
      });
    const onSnapshot = (name: string, run: (session: Session, snapshot: Snapshot) => Promise<unknown>) =>
      onRow(name, async (node) => {
        const session = this.targets.sessionAt(node);
        const snapshot = this.targets.snapshotAt(node);
        if (session && snapshot) await run(session, snapshot);
        else void vscode.window.showWarningMessage(t('This snapshot is not there any more.'));
      });
    const live = (session: Session) => LIVE.has(session.status);
    const ended = (session: Session) => !live(session);
    const waits = ({ status }: Session) => status === 'waiting';
    const left = (session: Session) => leftToYou(session) !== undefined;
    const withBranch = ({ branch }: Session) => branch !== '';
    const { client, answering, autoYes, decisions, looked, orphans, removing, resuming, timeline } = this.parts;
    return vscode.Disposable.from(
      command('newSession', () => this.newSession()),
      onSession('openTerminal', (session) => this.look(session)),
      onSession('openChanges', (session) => this.openChanges(session), hasWorktree),
      onRow('openFileChanges', (node) => this.openFileChanges(node)),
      onSession('answer', (session) => answering.choose(session), waits),
      onRow('answerYes', (node) => this.decide(node, 'accept')),
      onRow('answerAlways', (node) => this.decide(node, 'acceptAlways')),
      onRow('answerNo', (node) => this.decide(node, 'reject')),
      onSession('reportUnknownScreen', (session) => reportUnknownScreen(client, session), live),
      onSession('sendInstruction', (session) => this.sendInstruction(session), live),
      onSession('interrupt', ({ id }) => client.request('session/interrupt', { id }), live),
      onSession('stop', ({ id }) => client.request('session/stop', { id }), live),
      onSession('pause', ({ id }) => client.request('session/pause', { id }), live),
      onSession('pauseAndFreeDisk', ({ id }) => client.request('session/pause', { id, freeDisk: true }), hasWorktree),
      onSession('resume', (session) => resuming.resume(session), ended),
      command('resumeAll', () => resuming.resumeAll()),
      onSession('rename', (session) => this.rename(session)),
      onSession('remove', (session) => removing.remove(session)),
      command('removedSessions', () => removing.removedSessions()),
      command('worktreesWithoutSession', () => orphans.list()),
      onSession('takeSnapshot', (session) => timeline.take(session), hasWorktree),
      onSnapshot('compareWithPrevious', (session, snapshot) => timeline.compare(session, snapshot, 'previous')),
      onSnapshot('compareWithBase', (session, snapshot) => timeline.compare(session, snapshot, 'base')),
      onSnapshot('compareWithNow', (session, snapshot) => timeline.compare(session, snapshot, 'now')),
      onSnapshot('restoreFiles', (session, snapshot) => timeline.restore(session, snapshot)),
      onSnapshot('newSessionFromHere', (session, snapshot) => this.newSessionFrom(session, snapshot)),
      onSnapshot('nameSnapshot', (_, snapshot) => timeline.name(snapshot)),
      onSession('copyBranch', async ({ branch }) => vscode.env.clipboard.writeText(branch), withBranch),
      onSession('openWorktree', (session) => openWorktree(session), hasWorktree),
      onSession(
        'markRead',
        async ({ id }) => looked.at(id),
        (s) => s.unread,
      ),
      onSession('autoYes', (session) => autoYes.choose(session)),
      command('autoYesMenu', () => autoYes.menu()),
      command('autoYesStopAll', () => autoYes.stopAll()),
      command('autoYesShowLog', async (node) => decisions.show(this.targets.sessionAt(node))),
      onSession('autoYesWhy', (session) => autoYes.why(session), waits),
      onRow('autoYesAllowNext', (node) => this.allowNext(node, left)),
      onSession('autoYesOpenSession', (session) => this.openSession(session)),
      command('autoYesAskedOnly', async () => decisions.showAskedOnly()),
      command('autoYesClearFilter', async () => decisions.clearFilter()),
      command('focusNext', () => this.focusNext()),
      command('refresh', async () => client.sessions.didSync(await client.request('session/list', {}))),
      command('choosePython', () => choosePython()),
      command('restart', () => client.restart()),
      command('showLog', async () => client.log.show()),
    );
  }

  private async newSession(): Promise<void> {
    const wanted = await askForSession(this.parts.client, this.parts.memory);
    if (!wanted) return;
    try {
      await this.present(await this.parts.client.request('session/create', wanted));
    } catch (error) {
      const data = errorData(error);
      if (data?.code !== 'AGENT_NOT_FOUND') throw error;
      const agent = this.parts.client.sessions.agents.find(({ name }) => name === wanted.agent);
      await offerInstall({ title: agent?.title ?? wanted.agent, install: String(data['install'] ?? '') });
    }
  }

  private async newSessionFrom(session: Session, snapshot: Snapshot): Promise<void> {
    const created = await this.parts.timeline.fork(session, snapshot);
    if (created) await this.present(created);
  }

  /** A new session comes before the user's eyes. */
  private async present({ id, status }: Session): Promise<void> {
    await this.parts.tree.reveal(id);
    if (status !== 'queued') await this.parts.terminals.show(id);
  }

  /** The user looks at a session: its terminal, or what it changed when it has none. */
  private async look(session: Session): Promise<void> {
    await this.parts.client.request('session/activate', { id: session.id });
    this.parts.looked.at(session.id);
    if (LIVE.has(session.status) && session.status !== 'queued') await this.parts.terminals.show(session.id);
    else if (session.status === 'queued') void vscode.window.showInformationMessage(statusText(session, t));
    else await this.offerResume(session);
  }

  private async offerResume(session: Session): Promise<void> {
    const resume = t('Resume');
    const changes = t('Open Changes');
    const buttons = session.changes.files && hasWorktree(session) ? [resume, changes] : [resume];
    const message = t('The agent of “{0}” does not run. {1}.', session.name, statusText(session, t));
    const answer = await vscode.window.showInformationMessage(message, ...buttons);
    if (answer === resume) await this.parts.resuming.resume(session);
    else if (answer === changes) await this.openChanges(session);
  }

  /** By a row's button; a key that is bound to it has no row, and asks. */
  private async decide(node: Target | undefined, decision: Decision): Promise<unknown> {
    if (node?.kind === 'session') return this.parts.answering.decide(node.id, decision);
    return vscode.commands.executeCommand('branchline.answer');
  }

  private async openChanges(session: Session): Promise<void> {
    this.parts.looked.at(session.id);
    const files = await this.parts.tree.files.of(session);
    if (files.length) await diff.openAll(session, files);
    else void vscode.window.showInformationMessage(t('“{0}” has not changed anything yet.', session.name));
  }

  private async openFileChanges(node?: Target): Promise<void> {
    if (node?.kind !== 'file') return;
    const session = this.parts.client.sessions.get(node.sessionId);
    if (!session) return;
    this.parts.looked.at(session.id);
    await diff.openFile(session, node.file);
  }

  private async sendInstruction(session: Session): Promise<void> {
    const text = await vscode.window.showInputBox({
      title: t('Send Instruction to “{0}”', session.name),
      prompt: t('It is typed when the agent is ready, never into a question that it asks.'),
      ignoreFocusOut: true,
    });
    if (!text?.trim()) return;
    const { queued } = await this.parts.client.request('session/send', {
      id: session.id,
      text,
      submit: true,
      queue: true,
    });
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
      await this.parts.client.request('session/update', { id: session.id, name: name.trim() });
  }

  private async focusNext(): Promise<void> {
    await vscode.commands.executeCommand('branchline.sessions.focus');
    const [longest] = this.parts.waiting.follow(this.parts.client.sessions.all());
    if (!longest) return;
    await this.openSession(longest.session);
  }

  private async openSession(session: Session): Promise<void> {
    await this.parts.tree.reveal(session.id);
    await this.look(session);
  }

  private async allowNext(node: Target | undefined, left: (session: Session) => boolean): Promise<void> {
    if (node?.kind === 'decision') return allowNext(this.parts.client, node.decision);
    const session = await this.targets.sessionOf(node, left);
    if (session) await this.parts.autoYes.allowNext(session);
  }
}

async function openWorktree(session: Session): Promise<void> {
  await vscode.commands.executeCommand('vscode.openFolder', vscode.Uri.file(session.worktree), {
    forceNewWindow: true,
  });
}
