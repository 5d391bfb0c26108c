/** What the dashboard's page asks for: commands of the side bar's rows, answers, instructions, files. */
import * as vscode from 'vscode';
import type { Answering } from '../prompts/answering.ts';
import { giveCopies, giveFiles } from '../sessions/instructions/givingFiles.ts';
import type { Instructions } from '../sessions/instructions/instruction.ts';
import { urisIn } from '../sessions/instructions/uriList.ts';
import { t } from '../shared/l10n.ts';
import { inform } from '../shared/notices.ts';
import type { Client } from '../sidecar/client.ts';
import type { Action, FromPage } from './messages.ts';

type Gives = Extract<FromPage, { type: 'send' | 'files' | 'uris' }>;
type Does = Extract<FromPage, { type: 'act' | 'decide' | 'filter' | 'clearFilter' | 'groupBy' }>;

/** A row, and all that are selected where it is one of several: as VS Code hands them to a command. */
type Rows = readonly [object, object[]];

/** Each asks as it does for a row. */
const COMMANDS: Record<Action, (...rows: Rows) => Thenable<unknown>> = {
  open: (...rows) => vscode.commands.executeCommand('branchline.openTerminal', ...rows),
  answer: (...rows) => vscode.commands.executeCommand('branchline.answer', ...rows),
  changes: (...rows) => vscode.commands.executeCommand('branchline.openChanges', ...rows),
  resume: (...rows) => vscode.commands.executeCommand('branchline.resume', ...rows),
  pause: (...rows) => vscode.commands.executeCommand('branchline.pause', ...rows),
  stop: (...rows) => vscode.commands.executeCommand('branchline.stop', ...rows),
  remove: (...rows) => vscode.commands.executeCommand('branchline.remove', ...rows),
};

export class Doing {
  constructor(
    private readonly client: Client,
    private readonly answering: Answering,
    private readonly instructions: Instructions,
  ) {}

  async does(message: Does): Promise<void> {
    switch (message.type) {
      case 'act':
        return this.act(message.action, message.ids);
      case 'decide':
        return this.answering.answer(message.id, message.promptId, message.choice);
      case 'filter':
        return vscode.commands.executeCommand('branchline.filterSessions');
      case 'clearFilter':
        return vscode.commands.executeCommand('branchline.clearSessionFilter');
      case 'groupBy':
        return vscode.commands.executeCommand('branchline.groupBy');
    }
  }

  /** True: the agent has it, or will. */
  async gives(message: Gives): Promise<boolean> {
    const session = this.client.sessions.get(message.id);
    if (!session) return false;
    if (message.type === 'send') return this.instructions.give([session], message.text);
    if (message.type === 'files') await giveCopies(this.client, session, message.files);
    else {
      const uris = urisIn(message.list).map((uri) => here(vscode.Uri.parse(uri)));
      await giveFiles(this.client, session, uris);
    }
    return true;
  }

  private async act(action: Action, ids: readonly string[]): Promise<void> {
    const rows = ids.filter((id) => this.client.sessions.get(id)).map((id) => ({ kind: 'session', id }));
    const [first] = rows;
    if (first) await COMMANDS[action](first, rows);
    else void inform(t('There is no session for this.'));
  }
}

/** VS Code tells extensions of the machine where they run as `file:`; a page hears the window's word for it. */
function here(uri: vscode.Uri): vscode.Uri {
  const isHere = uri.scheme === 'vscode-remote' && vscode.env.remoteName !== undefined;
  return isHere ? uri.with({ scheme: 'file', authority: '' }) : uri;
}
