/**
 * The commands of package.json, each a line or a few over the parts; those about changes are in `reviewCommands.ts`. A
 * test compares the lists.
 */
import * as vscode from 'vscode';
import type { AutoYesActions } from './autoYes/actions.ts';
import { allowNext } from './autoYes/allowNext.ts';
import type { DecisionTree } from './autoYes/decisionTree.ts';
import { changeLimits } from './autoYes/limits.ts';
import type { WiderSettings } from './autoYes/widerSettings.ts';
import { getCommon, lackCommon, leftToYou } from './autoYes/words.ts';
import type { CommandKinds } from './commandKinds.ts';
import { showDiskUse } from './disk/diskUse.ts';
import { freeSpace } from './disk/freeSpace.ts';
import { cleanUpMerged } from './disk/mergedSessions.ts';
import type { Creating } from './newSession/creating.ts';
import { showAgents } from './newSession/foundAgents.ts';
import type { Notes } from './personas/notes.ts';
import type { Answering } from './prompts/answering.ts';
import type { Decision } from './prompts/asked.ts';
import type { Session } from './protocol/protocol.ts';
import { askForFiles } from './sessions/instructions/givingFiles.ts';
import type { Instructions } from './sessions/instructions/instruction.ts';
import type { Filtering } from './sessions/list/filtering.ts';
import { rename, setTitle } from './sessions/names/rename.ts';
import type { ActiveSession } from './sessions/opening/activeSession.ts';
import type { AnswerRound } from './sessions/opening/answerRound.ts';
import type { Opening } from './sessions/opening/opening.ts';
import type { Resuming } from './sessions/opening/resuming.ts';
import type { Switching } from './sessions/opening/switchSession.ts';
import type { Batch } from './sessions/removal/batch.ts';
import { meantText } from './sessions/removal/batchWords.ts';
import { pause, stop } from './sessions/removal/ending.ts';
import { endProcess } from './sessions/removal/endProcess.ts';
import type { Locating } from './sessions/removal/locating.ts';
import type { Orphans } from './sessions/removal/orphans.ts';
import type { Removing } from './sessions/removal/removing.ts';
import type { FromTemplate } from './sessions/roles/fromTemplate.ts';
import type { Roles } from './sessions/roles/roles.ts';
import type { InstructionEditor } from './shared/instructionEditor.ts';
import { t } from './shared/l10n.ts';
import { hasBranch, hasWorktree, LIVE } from './shared/sessionFacts.ts';
import type { Client } from './sidecar/client.ts';
import { copyDiagnostics } from './sidecar/diagnostics.ts';
import type { Looked } from './sidecar/looked.ts';
import { choosePython } from './sidecar/settings.ts';
import { ownSession } from './sourceControl/worktreeWindow.ts';
import { isLost, type Target, type Targets, tellLost } from './targets.ts';
import type { Peek } from './terminals/peek.ts';
import type { Reports } from './terminals/report.ts';
import type { TimelineActions } from './timeline/actions.ts';
import { showUsage } from './usage/showUsage.ts';

const TOUR = 'branchline.branchline#start';

/** What the commands are carried out with. */
interface Parts {
  client: Client;
  decisions: DecisionTree;
  answering: Answering;
  round: AnswerRound;
  autoYes: AutoYesActions;
  editor: InstructionEditor;
  wider: WiderSettings;
  looked: Looked;
  timeline: TimelineActions;
  batch: Batch;
  filtering: Filtering;
  creating: Creating;
  opening: Opening;
  instructions: Instructions;
  active: ActiveSession;
  switching: Switching;
  peek: Peek;
  removing: Removing;
  locating: Locating;
  resuming: Resuming;
  orphans: Orphans;
  fromTemplate: FromTemplate;
  roles: Roles;
  notes: Notes;
  reports: Reports;
}

export function registerCommands(parts: Parts, targets: Targets, kinds: CommandKinds): vscode.Disposable {
  const { client, decisions, answering, round, autoYes, editor, wider, looked, timeline } = parts;
  const { batch, filtering, creating, opening, removing, locating, resuming, orphans, reports } = parts;
  const { instructions, active, switching, peek, fromTemplate, roles, notes } = parts;
  const { command, onRow, onSession, onSessions, onSnapshot } = kinds;
  const live = (session: Session) => LIVE.has(session.status);
  const ended = (session: Session) => !live(session);
  const waits = ({ status }: Session) => status === 'waiting';
  const left = (session: Session) => leftToYou(session) !== undefined;
  const withNotes = (session: Session) => session.notes > 0;
  const isPinned = ({ pinned }: Session) => pinned;
  const isUnpinned = ({ pinned }: Session) => !pinned;
  const isUnread = ({ unread }: Session) => unread;
  const pinned =
    (to: boolean) =>
    ({ id }: Session) =>
      client.request('session/update', { id, pinned: to });
  /** By a row's button; a key that is bound to it has no row, and asks. */
  const decide = async (node: Target | undefined, decision: Decision): Promise<unknown> =>
    node?.kind === 'session'
      ? answering.decide(node.id, decision)
      : vscode.commands.executeCommand('branchline.answer');
  const allowLeft = async (node: Target | undefined) => {
    if (node?.kind === 'decision') return allowNext(client, node.decision);
    const session = await targets.sessionOf(node, left);
    if (session) await autoYes.allowNext(session);
  };
  return vscode.Disposable.from(
    command('newSession', () => creating.newSession()),
    command('tryDemo', () => creating.tryDemo()),
    command('showAgents', () => showAgents(client, creating)),
    command('showUsage', () => showUsage(client, (session) => opening.session(session))),
    command('showTour', async () => vscode.commands.executeCommand('workbench.action.openWalkthrough', TOUR, false)),
    command('newSessionFromTemplate', () => fromTemplate.newSession()),
    onSession('openTerminal', (session) => opening.terminal(session)),
    onSession('openChanges', (session) => opening.changes(session), hasWorktree),
    onRow('openFileChanges', async (node) => (node?.kind === 'file' ? opening.fileChanges(node) : undefined)),
    onSession('answer', (session) => round.one(session), waits),
    onSession('answerAlwaysSo', (session) => round.always(session), waits),
    onSession('answersOff', (session) => round.setCommon(session, false), getCommon),
    onSession('answersOn', (session) => round.setCommon(session, true), lackCommon),
    command('answerNext', () => round.all()),
    onRow('answerYes', (node) => decide(node, 'accept')),
    onRow('answerAlways', (node) => decide(node, 'acceptAlways')),
    onRow('answerNo', (node) => decide(node, 'reject')),
    onSession('reportUnknownScreen', (session) => reports.save(session), live),
    onSession('giveFiles', (session) => askForFiles(client, session)),
    command('sendInstruction', async (...rows) => {
      if (isLost(rows)) return tellLost();
      const session = targets.sessionAt(rows[0]);
      return instructions.send(targets.selected(rows[0], rows[1], live) ?? (session ? [session] : []));
    }),
    command('sendWritten', () => editor.send()),
    onSession(
      'takeBackInstructions',
      ({ id }) => client.request('session/takeBack', { id }),
      ({ pending }) => pending > 0,
    ),
    onSession('interrupt', ({ id }) => client.request('session/interrupt', { id }), live),
    onSessions(
      'stop',
      (session) => stop(client, session),
      (sessions) => batch.stop(sessions),
      live,
    ),
    onSessions(
      'pause',
      (session) => pause(client, session),
      (sessions) => batch.pause(sessions),
      live,
    ),
    onRow('endProcess', (node) => endProcess(client, node?.kind === 'work' ? node : undefined)),
    onSession('pauseAndFreeDisk', (session) => pause(client, session, true), hasWorktree),
    onSessions(
      'resume',
      (session) => locating.withRepository(session, () => resuming.resume(session), true),
      (sessions) => batch.resume(sessions),
      ended,
    ),
    command('resumeAll', () => resuming.resumeAll()),
    onSession('rename', (session) => rename(client, session)),
    onSession('setTitle', (session) => setTitle(client, session)),
    onSession('changePersona', (session) => roles.changePersona(session)),
    onSession('secondOpinion', (session) => roles.secondOpinion(session), hasBranch),
    onSession('showNotes', (session) => notes.show(session), withNotes),
    onSessions(
      'remove',
      (session) => removing.remove(session),
      (sessions) => batch.remove(sessions),
    ),
    onSession('locateRepository', (session) => locating.locate(session)),
    command('removedSessions', () => removing.removedSessions()),
    command('showDiskUse', () => showDiskUse(client, (session) => opening.session(session))),
    command('freeSpace', () => freeSpace(client)),
    command('cleanUpMerged', () => cleanUpMerged(client, batch)),
    command('worktreesWithoutSession', () => orphans.list()),
    onSession('takeSnapshot', (session) => timeline.take(session), hasWorktree),
    onSnapshot('compareWithPrevious', (session, snapshot) => timeline.compare(session, snapshot, 'previous')),
    onSnapshot('compareWithBase', (session, snapshot) => timeline.compare(session, snapshot, 'base')),
    onSnapshot('compareWithNow', (session, snapshot) => timeline.compare(session, snapshot, 'now')),
    onSnapshot('restoreFiles', (session, snapshot) => timeline.restore(session, snapshot)),
    onSnapshot('newSessionFromHere', (session, snapshot) => creating.fromSnapshot(session, snapshot)),
    onSnapshot('nameSnapshot', (_, snapshot) => timeline.name(snapshot)),
    onSession('copyBranch', async ({ branch }) => vscode.env.clipboard.writeText(branch), hasBranch),
    onSession('openWorktree', (session) => opening.worktree(session), hasWorktree),
    command('openOwnTerminal', async () => {
      const own = ownSession(client);
      if (own) await opening.terminal(own);
    }),
    onSession('markRead', async ({ id }) => looked.at(id), isUnread),
    onSessions(
      'autoYes',
      (session) => autoYes.choose(session),
      (sessions) => autoYes.chooseForAll(sessions, meantText(sessions, t)),
    ),
    onSession('autoYesLimits', (session) => changeLimits(client, session)),
    onSessions('pin', pinned(true), (sessions) => Promise.all(sessions.map(pinned(true))), isUnpinned),
    onSessions('unpin', pinned(false), (sessions) => Promise.all(sessions.map(pinned(false))), isPinned),
    command('groupBy', () => filtering.groupBy()),
    command('filterSessions', () => filtering.choose()),
    command('clearSessionFilter', () => filtering.clear()),
    command('autoYesMenu', () => autoYes.menu()),
    command('autoYesStopAll', () => autoYes.stopAll()),
    command('autoYesReviewWider', () => wider.review()),
    command('autoYesShowLog', async (node) => decisions.show(targets.sessionAt(node))),
    onSession('autoYesWhy', (session) => autoYes.why(session), waits),
    onRow('autoYesAllowNext', (node) => allowLeft(node)),
    onSession('autoYesOpenSession', (session) => opening.session(session)),
    command('autoYesAskedOnly', async () => decisions.showAskedOnly()),
    command('autoYesClearFilter', async () => decisions.clearFilter()),
    command('focusNext', () => opening.next()),
    command('focusPrevious', () => opening.next(-1)),
    command('switchSession', () => switching.choose()),
    command('toggleTerminal', () => active.toggleTerminal()),
    command('openActiveChanges', () => active.changes()),
    onRow('peek', (node) => peek.show(node ? targets.sessionAt(node) : active.get(live))),
    onSession('terminalInNewWindow', (session) => active.terminalInWindow(session), live),
    onSession('changesInNewWindow', (session) => active.changesInWindow(session), hasWorktree),
    command('refresh', async () => client.sessions.didSync(await client.request('session/list', {}))),
    command('choosePython', () => choosePython(client.confirmed)),
    command('restart', () => client.restart()),
    command('showLog', async () => client.log.show()),
    command('copyDiagnostics', () => copyDiagnostics(client)),
  );
}
