/** Puts the parts together when VS Code starts the extension. */
import type * as vscode from 'vscode';
import { followFocus } from './attention/focus.ts';
import { AttentionNotices } from './attention/notices.ts';
import { AutoYesActions } from './autoYes/actions.ts';
import { AlwaysSo } from './autoYes/alwaysSo.ts';
import { DecisionTree } from './autoYes/decisionTree.ts';
import { showAutoYesStatus } from './autoYes/status.ts';
import { WiderSettings } from './autoYes/widerSettings.ts';
import { commandKinds } from './commandKinds.ts';
import { registerCommands } from './commands.ts';
import { Comparison } from './comparison/comparison.ts';
import { Keeping } from './comparison/keeping.ts';
import { Dashboard } from './dashboard/dashboard.ts';
import { Doing } from './dashboard/doing.ts';
import { Shown } from './dashboard/shown.ts';
import { registerHistory } from './history/commands.ts';
import { followBranches } from './landing/branches.ts';
import { Landing } from './landing/landing.ts';
import { Publishing } from './landing/publishing.ts';
import { PullRequests } from './landing/pullRequests.ts';
import { Updating } from './landing/updating.ts';
import { offerCodeActions } from './newSession/codeActions.ts';
import { registerOrigins } from './newSession/commands.ts';
import { Creating } from './newSession/creating.ts';
import { startDefaultSessions } from './newSession/defaultSession.ts';
import { Sources } from './newSession/sources.ts';
import { Notes } from './personas/notes.ts';
import { Aim } from './prompts/aim.ts';
import { Answering } from './prompts/answering.ts';
import type { Session } from './protocol/protocol.ts';
import { Checking } from './review/checks/checking.ts';
import { Comments } from './review/comments/comments.ts';
import * as diff from './review/diff.ts';
import { followEdits } from './review/edits.ts';
import { MergeForecast } from './review/forecast/mergeForecast.ts';
import { Marking } from './review/marking.ts';
import { registerReviewCommands } from './reviewCommands.ts';
import { ChosenGrouping } from './sessions/groups/chosenGrouping.ts';
import { DroppedFiles } from './sessions/instructions/droppedFiles.ts';
import { Instructions } from './sessions/instructions/instruction.ts';
import { Dragging } from './sessions/list/dragging.ts';
import { Filtering } from './sessions/list/filtering.ts';
import { followTerminals } from './sessions/list/inFront.ts';
import { SessionTree } from './sessions/list/tree.ts';
import { keepContext } from './sessions/list/welcome.ts';
import { OnAndOff } from './sessions/onAndOff.ts';
import { ActiveSession } from './sessions/opening/activeSession.ts';
import { AnswerRound } from './sessions/opening/answerRound.ts';
import { ChangedFileActions } from './sessions/opening/changedFiles.ts';
import { Opening } from './sessions/opening/opening.ts';
import { Resuming } from './sessions/opening/resuming.ts';
import { ReviewRound } from './sessions/opening/reviewRound.ts';
import { showStatusBar } from './sessions/opening/statusBar.ts';
import { Switching } from './sessions/opening/switchSession.ts';
import { Batch } from './sessions/removal/batch.ts';
import { Locating } from './sessions/removal/locating.ts';
import { Orphans } from './sessions/removal/orphans.ts';
import { Removing } from './sessions/removal/removing.ts';
import { FromTemplate } from './sessions/roles/fromTemplate.ts';
import { Roles } from './sessions/roles/roles.ts';
import { rowMark } from './sessions/rows/decorations.ts';
import { registerSetupCommands } from './setupCommands.ts';
import { drawMarks, onDidTick } from './shared/draw.ts';
import { InstructionEditor } from './shared/instructionEditor.ts';
import { createLog } from './shared/log.ts';
import { Client } from './sidecar/client.ts';
import { Confirmed } from './sidecar/confirmed.ts';
import { followLogLevel } from './sidecar/logLevel.ts';
import { Looked } from './sidecar/looked.ts';
import { Seal } from './sidecar/seal.ts';
import { Secrets } from './sidecar/secrets.ts';
import { Quieting } from './sourceControl/quieting.ts';
import { followWorktreeWindow } from './sourceControl/worktreeWindow.ts';
import { Targets } from './targets.ts';
import { EditorBefore } from './terminals/editorBefore.ts';
import { Peek } from './terminals/peek.ts';
import { Reports } from './terminals/report.ts';
import { SetupScripts } from './terminals/setupScripts.ts';
import { Terminals } from './terminals/terminals.ts';
import { TimelineActions } from './timeline/actions.ts';
import { showTrying, TryActions } from './undoing/trying.ts';
import { followDiffs, UndoActions } from './undoing/undoing.ts';

export interface Api {
  client: Client;
  tree: SessionTree;
  decisions: DecisionTree;
  reports: Reports;
}

export function activate(context: vscode.ExtensionContext): Api {
  const log = createLog();
  // Each of VS Code's profiles has settings of its own, and all of them the same sidecar.
  const confirmed = new Confirmed(new Secrets(context.secrets, log, context.globalStorageUri.path));
  const wider = new WiderSettings(confirmed, log);
  const client = new Client(context.extensionPath, log, confirmed, new Seal(new Secrets(context.secrets, log)));
  const aim = new Aim();
  const chosen = new ChosenGrouping(context.workspaceState);
  const dragging = new Dragging(client, () => tree, new DroppedFiles(client));
  const tree: SessionTree = new SessionTree(client, aim, chosen, {
    dragAndDropController: dragging,
    manageCheckboxStateManually: true,
  });
  const looked = new Looked(client);
  const editor = new InstructionEditor(context.workspaceState);
  const terminals = new Terminals(client, looked);
  const answering = new Answering(client, aim, terminals, editor);
  const decisions = new DecisionTree(client);
  const autoYes = new AutoYesActions(client, terminals, context.globalState);
  const resuming = new Resuming(client, tree, terminals);
  const orphans = new Orphans(client, tree);
  const locating = new Locating(client);
  const reports = new Reports(client);
  const forecast = new MergeForecast(client);
  const pullRequests = new PullRequests(client);
  const opening = new Opening({ client, tree, terminals, looked, resuming });
  const marking = new Marking(client);
  const comments = new Comments(client);
  const peek = new Peek(client);
  const before = new EditorBefore();
  const setupScripts = new SetupScripts(client);
  const quieting = new Quieting(client, context.globalState);
  const switching = new Switching(client, opening, terminals, peek);
  const notes = new Notes(client);
  const creating = new Creating(client, tree, terminals, autoYes, editor, context.workspaceState);
  const instructions = new Instructions(client, editor);
  const removing = new Removing(client, tree, terminals, locating);
  const landing = new Landing(client, {
    remove: (session) => removing.remove(session),
    tell: (session, text) => instructions.give([session], text),
  });
  const keeping = new Keeping(client, landing, terminals);
  const comparison = new Comparison(client, tree.list, keeping, context.extensionUri);
  const dashboard = new Dashboard(
    new Shown(client, tree.list, context.workspaceState),
    new Doing(client, answering, instructions),
    context.extensionUri,
  );
  const targets = new Targets(client);
  const kinds = commandKinds(client, targets);
  const present = (session: Session) => creating.present(session);
  context.subscriptions.push(
    log,
    confirmed,
    wider,
    client,
    tree,
    decisions,
    terminals,
    resuming,
    orphans,
    editor,
    peek,
    before,
    quieting,
    followWorktreeWindow(client),
    switching,
    followTerminals(client, tree, terminals),
    keepContext(client, context.globalState),
    showStatusBar(client),
    showAutoYesStatus(client),
    showTrying(client),
    followDiffs(),
    new AttentionNotices({ client, answering, autoYes, opening }),
    followFocus(client, terminals, looked),
    diff.register(client),
    comments,
    reports,
    forecast,
    notes,
    dashboard,
    comparison,
    tree.view.onDidChangeSelection(({ selection }) => {
      for (const node of selection) if (node.kind === 'session') looked.at(node.id);
    }),
    onDidTick(tree.view, (rows) => marking.ticked(rows)),
    drawMarks(rowMark),
    offerCodeActions(),
    registerOrigins(creating, new Sources(client), log),
    tree.view.onDidExpandElement(({ element }) => {
      if (element.kind === 'session') pullRequests.look(element.id);
    }),
    followEdits(client),
    followBranches(client),
    registerHistory(client),
    new OnAndOff(client, terminals),
    followLogLevel(client),
    setupScripts,
    registerSetupCommands(client, setupScripts, kinds),
    registerCommands(
      {
        client,
        decisions,
        answering,
        round: new AnswerRound(client, answering, autoYes, new AlwaysSo(client, answering)),
        autoYes,
        editor,
        wider,
        looked,
        timeline: new TimelineActions(client),
        batch: new Batch(client, terminals),
        filtering: new Filtering(client, tree, chosen),
        creating,
        opening,
        instructions,
        active: new ActiveSession(client, opening, terminals, before),
        switching,
        peek,
        fromTemplate: new FromTemplate(client, autoYes, (params) => creating.create(params)),
        roles: new Roles(client, autoYes, present),
        notes,
        removing,
        locating,
        resuming,
        orphans,
        reports,
      },
      targets,
      kinds,
    ),
    registerReviewCommands(
      {
        client,
        decisions,
        opening,
        undo: new UndoActions(client),
        trying: new TryActions(client),
        marking,
        comments,
        review: new ReviewRound(client, marking, looked),
        landing,
        publishing: new Publishing(client),
        updating: new Updating(client),
        pullRequests,
        forecast,
        comparison,
        keeping,
        checking: new Checking(client),
        quieting,
        changed: new ChangedFileActions(client, tree, opening),
      },
      targets,
      kinds,
    ),
  );
  void client.start();
  startDefaultSessions(client);
  return { client, tree, decisions, reports };
}
