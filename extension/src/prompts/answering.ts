/**
 * Answers for what an agent asks, by a button on its row or from a list of its own options. Each goes to the very
 * prompt that was on the screen when the user began: the sidecar refuses it when something else is asked meanwhile.
 */
import * as vscode from 'vscode';
import type { Prompt, Session } from '../protocol/protocol.ts';
import { errorData, errorText } from '../shared/errors.ts';
import { t } from '../shared/l10n.ts';
import { inform, warn } from '../shared/notices.ts';
import { NAME, type Plain, plain, withIcon } from '../shared/plain.ts';
import { ask, pick, type Row, separator } from '../shared/quickInput.ts';
import type { Client } from '../sidecar/client.ts';
import type { Terminals } from '../terminals/terminals.ts';
import type { Aim } from './aim.ts';
import { asked, choices, type Decision, optionFor, optionNamed, wayToAnswer } from './asked.ts';

/** How it is answered: by an option, or in another way. */
type Way = { choice: string } | { other: 'text' | 'terminal' };

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
      void inform(t('“{0}” asks nothing now.', plain(name, NAME)));
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
      const title = t('Answer “{0}”', plain(name, NAME));
      const chosen = way === 'list' ? await pickWay(title, prompt, gone.token) : { other: 'text' as const };
      if (chosen && 'other' in chosen && chosen.other === 'terminal') {
        await this.terminals.show(id);
        return;
      }
      const choice =
        chosen && 'choice' in chosen ? chosen.choice : chosen && (await askText(title, prompt, gone.token));
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

  private async offerTerminal(id: string, error: Error): Promise<void> {
    this.client.log.warn(error.message);
    const open = t('Open Terminal');
    if ((await warn(errorText(error), open)) === open) await this.terminals.show(id);
  }
}

/** Nothing went wrong: the agent was faster. */
function tellStale(): void {
  void inform(t('The agent asks something else now.'));
}

function pickWay(title: Plain, prompt: Prompt, gone: vscode.CancellationToken): Promise<Way | undefined> {
  const rows: Row<Way>[] = choices(prompt, t).map(({ choice, ...said }) => ({ ...said, value: { choice } }));
  rows.push(separator());
  if (prompt.takesText) rows.push({ label: withIcon('edit', t('Type an Answer…')), value: { other: 'text' } });
  rows.push({ label: withIcon('terminal', t('Look at It in the Terminal')), value: { other: 'terminal' } });
  return pick(rows, { title, placeholder: asked(prompt), gone });
}

function askText(title: Plain, prompt: Prompt, gone: vscode.CancellationToken): Promise<string | undefined> {
  const complaint = (text: string) => {
    const option = optionNamed(prompt, text);
    return option && t('“{0}” would choose “{1}”. Choose that from the list.', plain(text, NAME), plain(option.label));
  };
  return ask({ title, prompt: asked(prompt), complaint, stays: true, gone });
}
