/** Words in the user's language. What is put into them may be others' words, so it has to be plain. */
import * as vscode from 'vscode';
import type { Translate } from './words.ts';

export const t = vscode.l10n.t as Translate;

/** Whether there are texts in the user's language, other than the English ones that the code has. */
export function isTranslated(): boolean {
  return vscode.l10n.bundle !== undefined;
}
