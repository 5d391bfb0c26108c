/**
 * Answers for what an agent asks, by a button on its row or from a list of its own options. Each goes to the very
 * prompt that was on the screen when the user began: the sidecar refuses it when something else is asked meanwhile.
 */
import * as vscode from 'vscode';
import type { Prompt, Session } from '../protocol/protocol.ts';
import { errorData, errorText } from '../shared/errors.ts';
import { type InstructionEditor, inEditorTab } from '../shared/instructionEditor.ts';
import { t } from '../shared/l10n.ts';
import { inform, warn } from '../shared/notices.ts';
import { NAME, type Plain, plain } from '../shared/plain.ts';
import { pick } from '../shared/quickInput.ts';
import { askInFlow } from '../shared/stepInput.ts';
import type { Client } from '../sidecar/client.ts';
import type { Terminals } from '../terminals/terminals.ts';
import { type Aim, STEADY } from './aim.ts';
import { answerRows, type Beside, type Way } from './answerRows.ts';
import { asked, type Decision, optionFor, optionNamed, waitsFor, wayToAnswer } from './asked.ts';
import { chosenBy } from './readableWords.ts';

/** The purpose of what is written in an editor tab as an answer. */
const ANSWER = 'answer';
const IN_TAB = Symbol('in an editor tab');

/** What came of a question: left alone, answered or not asked any more, or where the user goes on. */
export type Outcome = 'left' | 'over' | 'terminal' | 'allow' | 'always' | 'skip';

export class Answering {
  private readonly giving = new Set<string>();

  constructor(
    private readonly client: Client,
    private readonly aim: Aim,
    private readonly terminals: Terminals,
    private readonly editor: InstructionEditor,
  ) {
    editor.takes(ANSWER, (text, target) => this.written(text, target));
  }

  /** A click on a row's button. */
  async decide(id: string, decision: Decision): Promise<void> {
    const prompt = this.aim.at(id, Date.now());
    const option = prompt && optionFor(prompt, decision);
    if (option) await this.give(id, prompt, option.id);
    else if (!this.giving.has(id)) tellStale(this.client.sessions.get(id));
  }

  /** A button beside the prompt itself: the answer is for that one, by whatever it is called. */
  async answer(id: string, promptId: string, choice: string): Promise<void> {
    const session = this.client.sessions.get(id);
    const prompt = session?.prompt;
    const isThere = prompt?.id === promptId && wayToAnswer(prompt) === 'list';
    if (isThere && prompt.options.some((option) => option.id === choice)) await this.give(id, prompt, choice);
    else if (!this.giving.has(id)) tellStale(session);
  }

  /** From the list of the agent's own options; a secret, and what is not understood, in its terminal. */
  async choose({ id }: Session, beside: Beside = {}): Promise<Outcome> {
    const session = this.client.sessions.get(id);
    if (!session) return 'over';
    const { status, prompt } = session;
    if (status !== 'waiting') {
      void inform(t('“{0}” asks nothing now.', plain(session.name, NAME)));
      return 'over';
    }
    // Where one follows the other nobody is thrown into a terminal.
    if (wayToAnswer(prompt) === 'terminal' && !beside.place) return this.inTerminal(id);
    const gone = new vscode.CancellationTokenSource();
    const heard = this.client.sessions.onDidChange(() => {
      const now = this.client.sessions.get(id);
      if (now?.status !== 'waiting' || now.prompt?.id !== prompt?.id) gone.cancel();
    });
    try {
      const outcome = await this.ask(session, beside, gone.token);
      if (outcome !== 'left' || !gone.token.isCancellationRequested) return outcome;
      tellStale(session);
      return 'over';
    } finally {
      heard.dispose();
      gone.dispose();
    }
  }

  private async ask(session: Session, beside: Beside, gone: vscode.CancellationToken): Promise<Outcome> {
    const { id, prompt } = session;
    const isText = wayToAnswer(prompt) === 'text' && !beside.place;
    const way: Way | undefined = isText ? { other: 'text' } : await pickWay(session, beside, gone);
    if (!way) return 'left';
    if ('other' in way && way.other === 'terminal') return this.inTerminal(id);
    if ('other' in way && way.other !== 'text') return way.other;
    if (!prompt) return 'left';
    const choice = 'choice' in way ? way.choice : await this.askText(session, prompt, beside, gone);
    if (choice === undefined) return 'left';
    if (choice === IN_TAB) return 'terminal';
    await this.give(id, prompt, choice);
    return 'over';
  }

  private async inTerminal(id: string): Promise<Outcome> {
    await this.terminals.show(id);
    return 'terminal';
  }

  /** A text, or that it goes on in an editor tab. */
  private async askText(session: Session, prompt: Prompt, beside: Beside, gone: vscode.CancellationToken) {
    const complaint = (text: string) => {
      const option = optionNamed(prompt, text);
      return (
        option && t('“{0}” would choose “{1}”. Choose that from the list.', plain(text, NAME), plain(option.label))
      );
    };
    let typed = '';
    const answer = await askInFlow({
      title: titleOf(session, beside),
      prompt: asked(prompt),
      complaint,
      stays: true,
      gone,
      buttons: [inEditorTab()],
      typed: (text) => {
        typed = text;
      },
    });
    if (typeof answer !== 'object') return answer || undefined;
    const target = new URLSearchParams({ session: session.id, prompt: prompt.id }).toString();
    await this.editor.write({ purpose: ANSWER, target }, t('Answer for {0}', plain(session.name, NAME)), typed);
    return IN_TAB;
  }

  /** An answer that was written in an editor tab. */
  private async written(text: string, target: string): Promise<boolean> {
    const to = new URLSearchParams(target);
    const session = this.client.sessions.get(to.get('session') ?? '');
    const prompt = session?.prompt;
    if (session && prompt && prompt.id === to.get('prompt')) return this.give(session.id, prompt, text);
    tellStale(session);
    return false;
  }

  /** Once: of a double click the second half is meant for nothing that comes after. */
  async give(id: string, prompt: Prompt, choice: string): Promise<boolean> {
    if (this.giving.has(id)) return false;
    this.giving.add(id);
    try {
      const { joined } = await this.client.request('session/answer', { id, promptId: prompt.id, choice });
      if (joined) void inform(t('The agent takes one line there: the line breaks were typed as blanks.'));
      return true;
    } catch (error) {
      const code = errorData(error)?.code;
      if (code === 'STALE_PROMPT') tellStale(this.client.sessions.get(id));
      else if (code === 'NO_SUCH_OPTION' || code === 'NOT_ANSWERED') void this.offerTerminal(id, error as Error);
      else throw error;
      return false;
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

/** Nothing went wrong: the agent, or somebody elsewhere, was faster. */
function tellStale(session: Session | undefined): void {
  const name = plain(session?.name ?? '', NAME) || t('The session');
  void inform(t('“{0}” does not ask that any more; nothing was pressed.', name));
}

function titleOf({ name }: Session, { place }: Beside): Plain {
  const shown = plain(name, NAME);
  return place ? t('Answer “{0}” · {1} of {2}', shown, place.at, place.of) : t('Answer “{0}”', shown);
}

function pickWay(session: Session, beside: Beside, gone: vscode.CancellationToken): Promise<Way | undefined> {
  const { prompt } = session;
  const options = prompt && wayToAnswer(prompt) === 'list' ? prompt.options : [];
  // What lets more pass than this is never what Enter does without a choice.
  const first = options.find(({ meaning }) => meaning !== 'acceptAlways')?.id;
  return pick(answerRows(session, beside), {
    title: titleOf(session, beside),
    placeholder: plain(prompt?.title ?? '') || waitsFor(session, t),
    active: (way) => ('choice' in way ? way.choice === first : first === undefined && way.other !== 'allow'),
    key: (typed) => {
      const option = prompt && options.length ? chosenBy(prompt, typed) : undefined;
      return option && { choice: option.id };
    },
    // What follows by itself comes under fingers that may be about to answer the one before.
    steady: (beside.place?.at ?? 1) > 1 ? STEADY : 0,
    stays: beside.place !== undefined,
    gone,
  });
}
