/** Words in the user's language. What is put into them may be others' words, so it has to be plain. */
import * as vscode from 'vscode';
import type { Translate } from './words.ts';

/** VS Code has loaded the texts before it loads the extension. */
export const t = Object.assign(((message, ...args) => vscode.l10n.t(message, ...args)) as Translate, {
  isTranslated: vscode.l10n.bundle !== undefined,
});
