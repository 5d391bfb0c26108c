/**
 * Answers for what an agent asks, by a button on its row or from a list of its own options. Each goes to the very
 * prompt that was on the screen when the user began: the sidecar refuses it when something else is asked meanwhile.
 */
import * as vscode from 'vscode';
import type { Prompt, Session } from '../protocol/protocol.ts';
import { errorData } from '../shared/errors.ts';
import { withoutLinks } from '../shared/plain.ts';
import type { Client } from '../sidecar/client.ts';
import type { Terminals } from '../terminals/terminals.ts';
import type { Aim } from './aim.ts';
import { asked, choices, type Decision, optionFor, optionNamed, wayToAnswer } from './asked.ts';

const t = vscode.l10n.t;

interface Row extends vscode.QuickPickItem {
  choice?: string;
  other?: 'text' | 'terminal';
}

export class Answering {
  private readonly giving = new Set<string>();

  constructor(
    private readonly client: Client,
    private readonly aim: Aim,
    private readonly terminals: Terminals,
  ) {}

  /** A click on a row's button. */
  async decide(id: string, decision: Decision): Promise<void> {
    const prompt = this.aim.at(id, Date.now());
    const option = prompt && optionFor(prompt, decision);
    if (option) await this.give(id, prompt, option.id);
    else if (!this.giving.has(id)) tellStale();
  }

  /** From the list of the agent's own options; a secret, and what is not understood, in its terminal. */
  async choose({ id }: Session): Promise<void> {
    const session = this.client.sessions.get(id);
    if (!session) return;
    const { name, status, prompt } = session;
    if (status !== 'waiting') {
      void vscode.window.showInformationMessage(t('“{0}” asks nothing now.', name));
      return;
    }
    const way = wayToAnswer(prompt);
    if (!prompt || way === 'terminal') {
      await this.terminals.show(id);
      return;
    }
    const gone = new vscode.CancellationTokenSource();
    const heard = this.client.sessions.onDidChange(() => {
      if (this.client.sessions.get(id)?.prompt?.id !== prompt.id) gone.cancel();
    });
    try {
      const row = way === 'list' ? await pickRow(name, prompt, gone.token) : { other: 'text' as const };
      if (row?.other === 'terminal') {
        await this.terminals.show(id);
        return;
      }
      const choice = row?.other === 'text' ? await askText(name, prompt, gone.token) : row?.choice;
      if (choice) await this.give(id, prompt, choice);
      else if (gone.token.isCancellationRequested) tellStale();
    } finally {
      heard.dispose();
      gone.dispose();
    }
  }

  /** Once: of a double click the second half is meant for nothing that comes after. */
  private async give(id: string, prompt: Prompt, choice: string): Promise<void> {
    if (this.giving.has(id)) return;
    this.giving.add(id);
    try {
      const { accepted } = await this.client.request('session/answer', { id, promptId: prompt.id, choice });
      if (!accepted) tellStale();
    } catch (error) {
      const code = errorData(error)?.code;
      if (code === 'STALE_PROMPT') tellStale();
      else if (code === 'NO_SUCH_OPTION' || code === 'NOT_ANSWERED') void this.offerTerminal(id, error as Error);
      else throw error;
    } finally {
      this.giving.delete(id);
    }
  }

  private async offerTerminal(id: string, { message }: Error): Promise<void> {
    this.client.log.warn(message);
    const open = t('Open Terminal');
    if ((await vscode.window.showWarningMessage(withoutLinks(message), open)) === open) await this.terminals.show(id);
  }
}

/** Nothing went wrong: the agent was faster. */
function tellStale(): void {
  void vscode.window.showInformationMessage(t('The agent asks something else now.'));
}

async function pickRow(name: string, prompt: Prompt, token: vscode.CancellationToken): Promise<Row | undefined> {
  const rows: Row[] = choices(prompt, t);
  rows.push({ label: '', kind: vscode.QuickPickItemKind.Separator });
  if (prompt.takesText) rows.push({ label: `$(edit) ${t('Type an Answer…')}`, other: 'text' });
  rows.push({ label: `$(terminal) ${t('Look at It in the Terminal')}`, other: 'terminal' });
  const options = { title: t('Answer “{0}”', name), placeHolder: asked(prompt) };
  return vscode.window.showQuickPick(rows, options, token);
}

function askText(name: string, prompt: Prompt, token: vscode.CancellationToken): Thenable<string | undefined> {
  const validateInput = (text: string) => {
    const option = optionNamed(prompt, text);
    return option && t('“{0}” would choose “{1}”. Choose that from the list.', text.trim(), option.label);
  };
  const options = { title: t('Answer “{0}”', name), prompt: asked(prompt), ignoreFocusOut: true, validateInput };
  return vscode.window.showInputBox(options, token);
}
