/** Light bulbs that give an agent a problem, or what a note says is still to be done. */
import * as vscode from 'vscode';
import { codeAction } from '../shared/draw.ts';
import { t } from '../shared/l10n.ts';
import { todoIn } from './aboutText.ts';
import type { Found } from './sources.ts';

/** Problems at one place for which one is offered. */
const MOST = 3;
const COMMAND = 'branchline.giveToAgent';

export function offerCodeActions(): vscode.Disposable {
  const provider: vscode.CodeActionProvider = {
    provideCodeActions(document, range, { diagnostics }) {
      const { uri } = document;
      const found: [Found, vscode.Diagnostic?][] = diagnostics.slice(0, MOST).map((each) => [problem(uri, each), each]);
      const note = todoIn(document.lineAt(range.start.line).text);
      if (note) found.push([{ uri, line: range.start.line + 1, note }]);
      return found.map(([each, diagnostic]) =>
        codeAction(
          each.note ? t('Give This Note to an Agent…') : t('Give This Problem to an Agent…'),
          { command: COMMAND, arguments: [each] },
          diagnostic,
        ),
      );
    },
  };
  return vscode.languages.registerCodeActionsProvider({ scheme: 'file' }, provider);
}

function problem(uri: vscode.Uri, { range, message, source = '', code }: vscode.Diagnostic): Found {
  const id = typeof code === 'object' ? code.value : code;
  const from = [source, id].filter((each) => each !== undefined && each !== '').join(' ');
  return { uri, line: range.start.line + 1, problem: { message, source: from } };
}
