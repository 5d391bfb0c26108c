/** A list on top of the window of which several rows may be checked, beside a text. What it says is plain. */
import * as vscode from 'vscode';
import { answered, editable, prepare, type Question, type Row } from './quickInput.ts';

export interface ManyChoice<T> extends Question {
  /** What stands there to be changed. */
  value?: string;
  picked: (value: T) => boolean;
}

/** Asks for a text and for rows to be checked, which stay in sight whatever is typed. */
export async function pickMany<T>(
  rows: readonly Row<T>[],
  choice: ManyChoice<T>,
): Promise<{ text: string; values: T[] } | undefined> {
  const list = vscode.window.createQuickPick<Row<T>>();
  prepare(list, choice);
  list.placeholder = choice.placeholder;
  list.canSelectMany = true;
  list.value = editable(choice.value ?? '');
  list.items = rows.map((row) => Object.assign({ ...row }, { alwaysShow: true }));
  list.selectedItems = list.items.filter(({ value }) => value !== undefined && choice.picked(value));
  return answered<{ text: string; values: T[] }>(list, (resolve) => [
    list.onDidAccept(() =>
      resolve({
        text: list.value,
        values: list.selectedItems.flatMap(({ value }) => (value === undefined ? [] : [value])),
      }),
    ),
  ]);
}
