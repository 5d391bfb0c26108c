/** Inputs on top of the window that are waited for. */
import * as vscode from 'vscode';

/** Shows an input until it is answered or left; undefined when it was left. */
export async function shown<T>(
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

export function button(icon: string, tooltip: string): vscode.QuickInputButton {
  return { iconPath: new vscode.ThemeIcon(icon), tooltip };
}

/** A row of a list, with what it stands for; none for a row that is only to be read. */
export interface Row<T> extends vscode.QuickPickItem {
  value?: T;
}

export interface Picked<T> {
  value: T;
  /** The button of the row that was clicked; undefined for the row itself. */
  button: vscode.QuickInputButton | undefined;
}

/** Asks for a row, or for a button on one. */
export function pickWithButtons<T>(
  rows: readonly Row<T>[],
  words: { title: string; placeholder: string },
): Promise<Picked<T> | undefined> {
  const list = vscode.window.createQuickPick<Row<T>>();
  list.title = words.title;
  list.placeholder = words.placeholder;
  list.matchOnDescription = true;
  list.matchOnDetail = true;
  list.items = rows;
  return shown<Picked<T>>(list, (resolve) => {
    const chosen = (row: Row<T> | undefined, button?: vscode.QuickInputButton) =>
      resolve(row?.value === undefined ? undefined : { value: row.value, button });
    return [
      list.onDidAccept(() => chosen(list.selectedItems[0])),
      list.onDidTriggerItemButton(({ item, button }) => chosen(item, button)),
    ];
  });
}
