/** What of a new session can be changed, each in a list or an input of its own. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import { askForLimits } from '../autoYes/limits.ts';
import { PRESETS, presetSentence } from '../autoYes/words.ts';
import { pickPersona } from '../personas/picker.ts';
import type { Preset } from '../protocol/protocol.ts';
import { t } from '../shared/l10n.ts';
import { NAME, type Plain, plain } from '../shared/plain.ts';
import { ask, type Row } from '../shared/quickInput.ts';
import type { Client } from '../sidecar/client.ts';
import { chooseAgents } from './agents.ts';
import { type Answer, BACK, mapped, pickInFlow } from './answers.ts';
import type { Choices } from './around.ts';
import { chooseBase } from './bases.ts';
import { type Draft, inRepository, inRole, lineOf, MOST_COPIES, wordsOf } from './draft.ts';
import { limitsOf, MORE, moreRows, type Part, variablesComplaint } from './draftWords.ts';

/** The draft with that part changed; BACK: it stays as it was. */
export async function change(part: Part, client: Client, choices: Choices, draft: Draft): Promise<Answer<Draft>> {
  switch (part) {
    case 'about':
      return { ...draft, about: [] };
    case 'repo':
      return mapped(await chooseRepository(choices, draft.repo), (repo) => inRepository(draft, repo));
    case 'agents':
      return mapped(await chooseAgents(choices.agents, draft.agents), (agents) => ({ ...draft, agents }));
    case 'persona':
      return mapped(await choosePersona(choices, draft.persona), (name) => inRole(draft, name, choices.around));
    case 'base':
      return mapped(await chooseBase(client, draft.repo), (base) => ({ ...draft, base }));
    case 'autoYes':
      return mapped(await choosePreset(choices, draft.autoYes), ({ preset }) => ({ ...draft, autoYes: preset }));
    case 'copies':
      return mapped(await askForCopies(draft.copies), (copies) => ({ ...draft, copies: Number(copies) }));
    case 'task':
      return mapped(
        await askFor(t('New Session: Task'), t('What is worked on, such as an issue’s key.'), draft.task),
        (task) => ({
          ...draft,
          task,
        }),
      );
    case 'name':
      return mapped(
        await askFor(t('New Session: Name'), t('Empty: it is made from the instruction.'), draft.name),
        (name) => ({ ...draft, name }),
      );
    case 'subfolder':
      return mapped(
        await askFor(
          t('New Session: Subfolder'),
          t('The folder of the repository in which the agent starts.'),
          draft.subfolder,
        ),
        (subfolder) => ({ ...draft, subfolder }),
      );
    case 'arguments':
      return mapped(
        await askFor(
          t('New Session: Extra Arguments'),
          t('Added to the agent’s own ones, quoted as in a shell.'),
          lineOf(draft.arguments),
        ),
        (line) => ({ ...draft, arguments: wordsOf(line) }),
      );
    case 'environment':
      return mapped(
        await askFor(
          t('New Session: Extra Variables'),
          t('NAME=value, separated by blanks, quoted as in a shell. They are kept with the session.'),
          lineOf(draft.environment),
          (line) => variablesComplaint(wordsOf(line), t),
        ),
        (line) => ({ ...draft, environment: wordsOf(line) }),
      );
    case 'limits':
      return mapped(await chooseLimits(client, limitsOf(draft, choices.around)), (limits) => ({ ...draft, limits }));
  }
}

/** Which of what is rarely needed; BACK to the list before. */
export async function chooseMore(draft: Draft, around: Choices['around']): Promise<Answer<Part>> {
  const rows = moreRows(draft, around, t).map(({ part, label, value, icon }) => ({
    label,
    description: value,
    iconPath: new vscode.ThemeIcon(icon),
    value: part,
  }));
  return pickInFlow(rows, t('New Session: More'), t('What does this one session need?'), (part) => part === MORE[0]);
}

/** A line that may be empty. */
async function askFor(
  title: Plain,
  prompt: Plain,
  value: string,
  complaint?: (text: string) => Plain | undefined,
): Promise<Answer<string>> {
  const text = await ask({ title, prompt, value, stays: true, ...(complaint && { complaint }) });
  return text === undefined ? BACK : text.trim();
}

async function chooseRepository({ places }: Choices, current: string): Promise<Answer<string>> {
  const rows = places.map(({ repo, name }) => ({
    label: plain(name, NAME),
    description: plain(path.dirname(repo)),
    iconPath: new vscode.ThemeIcon('repo'),
    value: repo,
  }));
  return pickInFlow(rows, t('New Session: Repository'), t('Which repository is it about?'), (repo) => repo === current);
}

async function choosePersona({ around }: Choices, current: string): Promise<Answer<string>> {
  const picked = await pickPersona(around.personas, current || null, {
    title: t('New Session: Persona'),
    placeholder: t('In which role does it work?'),
    buttons: [vscode.QuickInputButtons.Back],
    stays: true,
  });
  return picked?.value === undefined ? BACK : picked.value;
}

interface ChosenPreset {
  preset: Preset | undefined;
}

async function choosePreset({ around }: Choices, current: Preset | undefined): Promise<Answer<ChosenPreset>> {
  const rows: Row<ChosenPreset>[] = [
    {
      label: t('As the settings say'),
      description: plain(around.usual, NAME),
      iconPath: new vscode.ThemeIcon('settings-gear'),
      value: { preset: undefined },
    },
    ...PRESETS.map((preset) => ({
      label: plain(preset),
      detail: presetSentence(preset, t),
      iconPath: new vscode.ThemeIcon(preset === 'off' ? 'circle-slash' : 'shield'),
      value: { preset },
    })),
  ];
  return pickInFlow(
    rows,
    t('New Session: Auto-yes'),
    t('What may be answered with yes by itself?'),
    ({ preset }) => preset === current,
  );
}

async function chooseLimits(client: Client, own: readonly string[]): Promise<Answer<readonly string[]>> {
  const question = { title: t('New Session: Auto-yes Limits'), buttons: [vscode.QuickInputButtons.Back] };
  return (await askForLimits(client, own, question)) ?? BACK;
}

async function askForCopies(current: number): Promise<Answer<string>> {
  return askFor(
    t('New Session: Copies'),
    t('How many sessions with this instruction, each on its own branch? What is beyond the limit is queued.'),
    String(current),
    (text) => (isCount(text.trim()) ? undefined : t('Write a number from 1 to {0}.', MOST_COPIES)),
  );
}

function isCount(text: string): boolean {
  return /^\d{1,2}$/.test(text) && Number(text) >= 1 && Number(text) <= MOST_COPIES;
}
