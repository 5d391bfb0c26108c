/** Which persona a session is given, from a list. */
import * as vscode from 'vscode';
import type { Persona } from '../protocol/protocol.ts';
import { t } from '../shared/l10n.ts';
import { type Choice, type Picked, pickRow, type Row } from '../shared/quickInput.ts';
import { builtInTitle } from './builtInWords.ts';
import { personaDetail } from './words.ts';

const NONE = 'plain';

/** The name of the chosen one, or a button of the question’s. `current` is the name of the one that it has. */
export function pickPersona(
  personas: readonly Persona[],
  current: string | null,
  question: Omit<Choice<string>, 'active'>,
): Promise<Picked<string> | undefined> {
  const rows = personas.map(
    (persona): Row<string> => ({
      label: builtInTitle(persona, t),
      description: persona.name === current ? t('current') : '',
      detail: personaDetail(persona, t),
      iconPath: new vscode.ThemeIcon(persona.icon),
      value: persona.name,
    }),
  );
  return pickRow(rows, { ...question, active: (name) => name === (current ?? NONE) });
}
