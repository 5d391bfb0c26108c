/** The commands about what sessions changed: looking at it, commenting on it, landing it, taking it back. */
import * as vscode from 'vscode';
import type { DecisionTree } from './autoYes/decisionTree.ts';
import type { CommandKinds } from './commandKinds.ts';
import type { Comparison } from './comparison/comparison.ts';
import type { Keeping } from './comparison/keeping.ts';
import { isKeptGoing } from './landing/keepGoingWords.ts';
import type { Landing } from './landing/landing.ts';
import type { Publishing } from './landing/publishing.ts';
import type { PullRequests } from './landing/pullRequests.ts';
import type { Updating } from './landing/updating.ts';
import type { Session } from './protocol/protocol.ts';
import type { Checking } from './review/checks/checking.ts';
import type { Comments } from './review/comments/comments.ts';
import type { MergeForecast } from './review/forecast/mergeForecast.ts';
import type { Marking } from './review/marking.ts';
import type { ChangedFileActions } from './sessions/opening/changedFiles.ts';
import type { Opening } from './sessions/opening/opening.ts';
import type { ReviewRound } from './sessions/opening/reviewRound.ts';
import { chooseChanges } from './sessions/opening/scopedChanges.ts';
import { hasBranch, hasWorktree, LIVE } from './shared/sessionFacts.ts';
import type { Client } from './sidecar/client.ts';
import type { Quieting } from './sourceControl/quieting.ts';
import { isLost, type Targets, tellLost } from './targets.ts';
import type { TryActions } from './undoing/trying.ts';
import type { UndoActions } from './undoing/undoing.ts';

/** What they are carried out with. */
interface Parts {
  client: Client;
  decisions: DecisionTree;
  opening: Opening;
  undo: UndoActions;
  trying: TryActions;
  marking: Marking;
  comments: Comments;
  review: ReviewRound;
  landing: Landing;
  publishing: Publishing;
  updating: Updating;
  pullRequests: PullRequests;
  forecast: MergeForecast;
  comparison: Comparison;
  keeping: Keeping;
  checking: Checking;
  quieting: Quieting;
  changed: ChangedFileActions;
}

export function registerReviewCommands(parts: Parts, targets: Targets, kinds: CommandKinds): vscode.Disposable {
  const { client, decisions, opening, undo, trying, marking, comments, review } = parts;
  const { landing, publishing, updating, pullRequests, forecast, checking, quieting, changed, comparison, keeping } =
    parts;
  const { command, onRow, onSession, onSessions } = kinds;
  const live = (session: Session) => LIVE.has(session.status);
  const hasChanges = (session: Session) => hasWorktree(session) && session.changes.files > 0;
  const isReviewed = ({ reviewed }: Session) => reviewed !== '';
  const hasPending = (session: Session) => session.comments.pending > 0;
  const isTried = ({ tried }: Session) => tried !== null;
  const isKept = ({ landed }: Session) => (landed?.removed.length ?? 0) > 0;
  const canTry = (session: Session) => hasBranch(session) && !isTried(session);
  return vscode.Disposable.from(
    onSession('openChangesOf', (session) => chooseChanges(client, opening, session), hasWorktree),
    command('nextUnreviewed', () => review.next()),
    command('reviewedNext', () => review.markAndNext()),
    command('addComment', (given) => comments.add(given)),
    command('editComment', async (given) => comments.edit(given)),
    command('saveComment', (given) => comments.save(given)),
    command('cancelComment', (given) => comments.cancel(given)),
    command('resolveComment', (given) => comments.resolve(given, true)),
    command('reopenComment', (given) => comments.resolve(given, false)),
    command('deleteComment', (given) => comments.delete(given)),
    command('sendComments', async (given) => {
      const session = comments.sessionOf(given) ?? (await targets.sessionOf(given, hasPending));
      if (session) await comments.send(session);
    }),
    onSession('openUnreviewed', (session) => review.since(session), hasChanges),
    onSession('markReviewed', (session) => marking.mark(session, null), hasChanges),
    onSession('markUnreviewed', (session) => marking.mark(session, null, false), isReviewed),
    onRow('openChangedFile', async (node) => (node?.kind === 'file' ? changed.open(node) : undefined)),
    onRow('copyChangedPath', async (node) => (node?.kind === 'file' ? changed.copyPath(node) : undefined)),
    command('nextChangedFile', () => changed.go(1)),
    command('previousChangedFile', () => changed.go(-1)),
    onSession(
      'land',
      (session) => landing.land(session),
      ({ worktree }) => worktree !== '',
    ),
    onSession('applyToWorkspace', (session) => publishing.apply(session), hasWorktree),
    command('applyHunk', () => publishing.applyHunk()),
    onSession('pushBranch', (session) => publishing.push(session), hasBranch),
    onSession('createPullRequest', (session) => publishing.createPullRequest(session), hasBranch),
    onSessions(
      'updateFromBase',
      (session) => updating.update([session]),
      (sessions) => updating.update(sessions),
      hasWorktree,
    ),
    onSession('openPullRequest', (session) => pullRequests.open(session), hasBranch),
    onSession('sendFailingLog', (session) => pullRequests.tell(session, 'log'), live),
    onSession('sendThreads', (session) => pullRequests.tell(session, 'threads'), live),
    command('compareSessions', async (...rows) => {
      if (isLost(rows)) return tellLost();
      const [node, nodes] = rows;
      const several = targets.selected(node, nodes, hasBranch);
      if (several) return comparison.show(several);
      return node?.kind === 'group' ? comparison.ofGroup(node.key) : comparison.choose(targets.sessionAt(node));
    }),
    onSession('putBack', (session) => keeping.putBack(session), isKept),
    command('mergeForecast', () =>
      forecast.show(
        (session) => opening.session(session),
        (sessions) => checking.run(sessions),
      ),
    ),
    command('checkTogether', async (...rows) => {
      if (isLost(rows)) return tellLost();
      const [node, nodes] = rows;
      const several = targets.selected(node, nodes, hasWorktree);
      return several && several.length > 1 ? checking.run(several) : checking.choose(targets.sessionAt(node));
    }),
    command('cancelCheck', () => checking.cancel()),
    onSession('keepGoing', (session) => pullRequests.keepGoing(session, true), live),
    onSession('stopKeepGoing', (session) => pullRequests.keepGoing(session, false), isKeptGoing),
    onRow('discardFile', (node) => undo.discardFile(node?.kind === 'file' ? node : undefined)),
    command('discardHunk', () => undo.discardHunk()),
    onRow('undoDecision', async (node) => (node?.kind === 'decision' ? undo.undoDecision(node) : decisions.show())),
    onSession('tryHere', (session) => trying.begin(session), canTry),
    onSession('endTry', (session) => trying.end(session), isTried),
    command('quietWorktrees', () => quieting.now()),
  );
}
