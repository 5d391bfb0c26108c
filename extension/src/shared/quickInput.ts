/** Inputs on top of the window that are waited for. What they say is plain. */
import * as vscode from 'vscode';
import { t } from './l10n.ts';
import { NAME, type Plain, plain, visible } from './plain.ts';
import { preselected, type Selectable } from './preselected.ts';

/** Shows an input until it is answered or left; undefined when it was left. */
export async function answered<T>(
  input: vscode.QuickInput,
  answers: (resolve: (answer: T | undefined) => void) => vscode.Disposable[],
): Promise<T | undefined> {
  const subscriptions: vscode.Disposable[] = [input];
  try {
    return await new Promise<T | undefined>((resolve) => {
      subscriptions.push(
        ...answers(resolve),
        input.onDidHide(() => resolve(undefined)),
      );
      input.show();
    });
  } finally {
    vscode.Disposable.from(...subscriptions).dispose();
  }
}

/** A button with an icon alone. */
export interface Button extends vscode.QuickInputButton {
  tooltip: Plain;
}

export function button(icon: string, tooltip: Plain): Button {
  return { iconPath: new vscode.ThemeIcon(icon), tooltip };
}

/** A row of a list, with what it stands for; none for a row that is only to be read. */
export interface Row<T> extends Selectable<T> {
  label: Plain;
  description?: Plain;
  detail?: Plain;
  iconPath?: vscode.ThemeIcon;
  buttons?: readonly Button[];
}

/** A line between rows. */
export function separator(label: Plain = ''): Row<never> {
  return Object.assign({ label }, { kind: vscode.QuickPickItemKind.Separator });
}

export interface Question {
  title?: Plain;
  placeholder?: Plain;
  /** Which step of how many. */
  step?: number | undefined;
  total?: number | undefined;
  buttons?: readonly vscode.QuickInputButton[];
  /** It is there until it is answered: another window in front does not take it away. */
  stays?: boolean;
}

export interface Choice<T> extends Question {
  /** The row that Enter takes at first; else the first one. What widens is neither. */
  active?: (value: T) => boolean;
  /** Takes the question away. */
  gone?: vscode.CancellationToken;
  /** What a typed text chooses at once, without Enter. */
  key?: (text: string) => T | undefined;
  /** Milliseconds in which nothing is taken: what is pressed then was meant for what stood there before. */
  steady?: number;
}

/** A row, a button on a row, or a button of the list, which has no row. */
export interface Picked<T> {
  value?: T;
  button?: vscode.QuickInputButton;
}

/**
 * Asks for a row. A row that is only to be read closes the list, unless that stays. Where there is none, or what is
 * typed fits none, the list says so: an empty one would leave Enter without a reason why it does nothing.
 */
export async function pickRow<T>(rows: readonly Row<T>[], choice: Choice<T>): Promise<Picked<T> | undefined> {
  const list = vscode.window.createQuickPick<Row<T>>();
  prepare(list, choice);
  list.placeholder = choice.placeholder;
  list.matchOnDescription = true;
  list.matchOnDetail = true;
  list.items = rows.length ? rows : [nothing('')];
  const active = preselected(rows, choice.active);
  // An empty list of active items would leave none for Enter.
  if (active) list.activeItems = [active];
  const from = Date.now() + (choice.steady ?? 0);
  return answered<Picked<T>>(list, (resolve) => {
    const typed = (text: string) => {
      const value = choice.key?.(text);
      if (value === undefined) return;
      if (Date.now() < from) list.value = '';
      else resolve({ value });
    };
    const chosen = (row: Row<T> | undefined, button?: vscode.QuickInputButton) => {
      if (Date.now() < from) return;
      if (row?.value !== undefined) resolve({ value: row.value, ...(button && { button }) });
      else if (row && !choice.stays) resolve(undefined);
    };
    return [
      list.onDidChangeValue(typed),
      ...tellNothing(list, list.items),
      list.onDidAccept(() => chosen(list.selectedItems[0] ?? list.activeItems[0])),
      list.onDidTriggerItemButton(({ item, button }) => chosen(item, button)),
      list.onDidTriggerButton((button) => resolve({ button })),
      ...goneWith(list, choice.gone),
    ];
  });
}

interface Several<T> extends Question {
  /** The rows that are ticked at first. */
  chosen: (value: T) => boolean;
}

/** Asks for any number of rows; none where the user left. */
export async function pickSeveral<T>(rows: readonly Row<T>[], choice: Several<T>): Promise<T[] | undefined> {
  const list = vscode.window.createQuickPick<Row<T>>();
  prepare(list, choice);
  list.placeholder = choice.placeholder;
  list.matchOnDescription = true;
  list.matchOnDetail = true;
  list.canSelectMany = true;
  list.items = rows;
  list.selectedItems = rows.filter(({ value }) => value !== undefined && choice.chosen(value));
  const values = () => list.selectedItems.flatMap(({ value }) => (value === undefined ? [] : [value]));
  return answered<T[]>(list, (resolve) => [list.onDidAccept(() => resolve(values()))]);
}

/** Keeps a row in the list that says why it is empty, for as long as nothing else is in it. */
function tellNothing<T>(list: vscode.QuickPick<Row<T>>, rows: readonly Row<T>[]): vscode.Disposable[] {
  let told = false;
  const look = () => {
    if (told || !list.value || list.activeItems.length) return;
    told = true;
    list.items = [...rows, nothing(plain(list.value, NAME))];
  };
  return [
    // What is active is told before what was typed, unless the rows are others by then.
    list.onDidChangeActive(look),
    list.onDidChangeValue(() => {
      if (!told) return look();
      told = false;
      list.items = rows;
    }),
  ];
}

function nothing(typed: Plain): Row<never> {
  if (!typed) return { label: t('There is nothing to choose from.') };
  return Object.assign(
    { label: t('Nothing here fits “{0}”.', typed), detail: t('Delete what was typed to see everything.') },
    { alwaysShow: true },
  );
}

/** As `pickRow`, where there are no buttons. */
export async function pick<T>(rows: readonly Row<T>[], choice: Choice<T>): Promise<T | undefined> {
  return (await pickRow(rows, choice))?.value;
}

export interface TextQuestion extends Question {
  prompt?: Plain;
  /** What stands there to be changed. What is hidden in it is spelled out; unchanged it is given back as it was. */
  value?: string;
  /** What is wrong with a text, which cannot be given then. */
  complaint?: (text: string) => Plain | undefined | Promise<Plain | undefined>;
  /** Hears what is typed, for who goes on with it after a button. */
  typed?: (text: string) => void;
  gone?: vscode.CancellationToken;
}

/** Asks for a line of text. */
export async function ask(question: TextQuestion): Promise<string | undefined> {
  const { title, prompt, placeholder, value = '', complaint, stays, gone } = question;
  const offered = editable(value);
  const text = await vscode.window.showInputBox(
    {
      ...(title && { title }),
      ...(prompt && { prompt }),
      ...(placeholder && { placeHolder: placeholder }),
      ...(complaint && { validateInput: complaint }),
      value: offered,
      ignoreFocusOut: stays ?? false,
    },
    gone,
  );
  return text === offered ? value : text;
}

export function prepare(input: vscode.QuickPick<vscode.QuickPickItem> | vscode.InputBox, question: Question): void {
  input.title = question.title;
  input.step = question.step;
  input.totalSteps = question.total;
  input.ignoreFocusOut = question.stays ?? false;
  input.buttons = question.buttons ?? [];
}

/** An input box has one line. */
export function editable(text: string): string {
  return visible(text).replaceAll('\n', ' ');
}

export function goneWith(input: vscode.QuickInput, gone: vscode.CancellationToken | undefined): vscode.Disposable[] {
  if (gone?.isCancellationRequested) setImmediate(() => input.hide());
  return gone ? [gone.onCancellationRequested(() => input.hide())] : [];
}
