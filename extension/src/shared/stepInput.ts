/** An input of a flow of several steps: it has buttons, a way back, and a hint about what stands there. */
import * as vscode from 'vscode';
import type { Plain } from './plain.ts';
import { answered, editable, goneWith, prepare, type TextQuestion } from './quickInput.ts';

export interface StepQuestion extends TextQuestion {
  /** Told what stands there, also at first; what it says then stands below in place of the prompt. */
  hint?: (text: string) => Promise<Plain | undefined>;
}

/** As `ask`, in a flow of several steps: a text, or the button that was clicked. What stands there is selected. */
export async function askInFlow(question: StepQuestion): Promise<string | vscode.QuickInputButton | undefined> {
  const { value = '', hint } = question;
  const input = vscode.window.createInputBox();
  prepare(input, question);
  input.prompt = question.prompt;
  input.placeholder = question.placeholder;
  const offered = editable(value);
  input.value = offered;
  input.valueSelection = [0, offered.length];
  const current = () => (input.value === offered ? value : input.value);
  const complaint = async () => {
    const said = await question.complaint?.(input.value);
    input.validationMessage = said;
    return said;
  };
  const tellHint = async () => {
    const text = current();
    const said = await hint?.(text);
    if (text === current()) input.prompt = said ?? question.prompt;
  };
  void tellHint();
  return answered<string | vscode.QuickInputButton>(input, (resolve) => [
    input.onDidChangeValue((text) => {
      question.typed?.(text);
      void complaint();
      void tellHint();
    }),
    input.onDidAccept(async () => (await complaint()) ?? resolve(current())),
    input.onDidTriggerButton(resolve),
    ...goneWith(input, question.gone),
  ]);
}
