/** What stands in the list of New Session: what is to be started, and what of it can be changed. Pure. */
import { limitsText } from '../autoYes/limitWords.ts';
import { personaTitle } from '../personas/words.ts';
import type { Agent, Persona } from '../protocol/protocol.ts';
import { joined, LINE, NAME, type Plain, plain } from '../shared/plain.ts';
import { few, type Translate } from '../shared/words.ts';
import { type Base, type Draft, lineOf, wholeInstruction } from './draft.ts';

export type Part =
  | 'repo'
  | 'agents'
  | 'persona'
  | 'base'
  | 'task'
  | 'autoYes'
  | 'copies'
  | 'name'
  | 'about'
  | 'subfolder'
  | 'arguments'
  | 'environment'
  | 'limits';

/** What is behind `More…`. */
export const MORE: readonly Part[] = ['subfolder', 'arguments', 'environment', 'limits'];

export interface PartRow {
  part: Part;
  label: Plain;
  value: Plain;
  icon: string;
}

export interface Around {
  agents: readonly Agent[];
  /** How a repository is called. */
  repoName: (repo: string) => string;
  /** How many there are. */
  repos: number;
  personas: readonly Persona[];
  /** The preset that holds where neither a persona nor the user says another. */
  usual: string;
}

/** `Start`, or how many are started. */
export function startLabel(draft: Draft, t: Translate): Plain {
  const count = draft.agents.length * draft.copies;
  return count === 1 ? t('Start') : t('Start {0} Sessions', count);
}

/** All that holds when Enter is pressed. */
export function startDescription(draft: Draft, around: Around, t: Translate): Plain {
  return joined([
    around.repos > 1 && plain(around.repoName(draft.repo), NAME),
    agentsText(draft, around.agents),
    draft.persona && personaText(draft, around, t),
    baseText(draft.base, t),
    t('auto-yes {0}', plain(draft.autoYes ?? usualPreset(draft, around), NAME)),
    draft.subfolder && plain(draft.subfolder),
  ]);
}

/** What the agent is told, on one line. */
export function instructionLine(draft: Draft, t: Translate): Plain {
  return plain(wholeInstruction(draft), LINE) || t('Without an instruction: the agent waits for one.');
}

function personaText({ persona }: Draft, { personas }: Around, t: Translate): Plain {
  return personaTitle(persona, personas, t);
}

/** The preset that holds where the user chooses none. */
export function usualPreset({ persona }: Pick<Draft, 'persona'>, { personas, usual }: Around): string {
  return personas.find(({ name }) => name === persona)?.autoYes ?? usual;
}

/** What its session begins with: its own, and of those that they do not name its persona's. */
export function limitsOf({ persona, limits }: Pick<Draft, 'persona' | 'limits'>, { personas }: Around): string[] {
  const usual = personas.find(({ name }) => name === persona)?.autoYesLimits ?? [];
  return [...usual.filter((each) => !limits.some((own) => own.split('=')[0] === each.split('=')[0])), ...limits];
}

export function agentsText({ agents: names }: Draft, agents: readonly Agent[]): Plain {
  return joined(
    names.map((name) => plain(agents.find((each) => each.name === name)?.title ?? name, NAME)),
    ', ',
  );
}

export function baseText(base: Base, t: Translate): Plain {
  switch (base.kind) {
    case 'head':
      return t('from the current HEAD');
    case 'changes':
      return t('from the current HEAD, with your uncommitted changes');
    case 'from':
      return t('from {0}', plain(base.name, NAME));
    case 'on':
      return t('on {0}', plain(base.name, NAME));
    case 'pullRequest':
      return t('from pull request #{0}', base.number);
  }
}

/** A row for each part that can be changed, with its value. */
export function partRows(draft: Draft, around: Around, t: Translate): PartRow[] {
  const none = t('none');
  const rows: (PartRow | false)[] = [
    draft.about.length > 0 && {
      part: 'about',
      label: t('Goes Along'),
      value: few(
        draft.about.map(({ label }) => label),
        t,
      ),
      icon: 'paperclip',
    },
    around.repos > 1 && {
      part: 'repo',
      label: t('Repository'),
      value: plain(around.repoName(draft.repo), NAME),
      icon: 'repo',
    },
    { part: 'agents', label: t('Agent'), value: agentsText(draft, around.agents), icon: 'hubot' },
    around.personas.length > 0 && {
      part: 'persona',
      label: t('Persona'),
      value: personaText(draft, around, t) || none,
      icon: 'account',
    },
    { part: 'base', label: t('Base'), value: baseText(draft.base, t), icon: 'git-branch' },
    { part: 'task', label: t('Task'), value: plain(draft.task, NAME) || none, icon: 'tasklist' },
    {
      part: 'autoYes',
      label: t('Auto-yes'),
      value: draft.autoYes
        ? plain(draft.autoYes, NAME)
        : t('{0}, as the settings say', plain(usualPreset(draft, around), NAME)),
      icon: 'shield',
    },
    { part: 'copies', label: t('Copies'), value: plain(String(draft.copies)), icon: 'copy' },
    {
      part: 'name',
      label: t('Name'),
      value: plain(draft.name, NAME) || t('made from the instruction'),
      icon: 'edit',
    },
  ];
  return rows.filter((row) => row !== false);
}

/** Those behind `More…`. */
export function moreRows(draft: Draft, around: Around, t: Translate): PartRow[] {
  const none = t('none');
  return [
    { part: 'subfolder', label: t('Subfolder'), value: plain(draft.subfolder) || t('the top'), icon: 'folder' },
    { part: 'arguments', label: t('Extra Arguments'), value: plain(lineOf(draft.arguments)) || none, icon: 'terminal' },
    {
      part: 'environment',
      label: t('Extra Variables'),
      value: few(variableNames(draft), t) || none,
      icon: 'symbol-variable',
    },
    {
      part: 'limits',
      label: t('Auto-yes Limits'),
      value: limitsText(limitsOf(draft, around), t) || t('as the settings say'),
      icon: 'dashboard',
    },
  ];
}

/** Their values may be secrets. */
export function variableNames({ environment }: Draft): string[] {
  return environment.map((each) => each.split('=')[0] ?? '');
}

/** What is set of that which is behind `More…`. */
export function moreText(draft: Draft, around: Around, t: Translate): Plain {
  return joined([
    plain(draft.subfolder) || t('subfolder'),
    plain(lineOf(draft.arguments)) || t('arguments'),
    few(variableNames(draft), t) || t('variables'),
    limitsText(limitsOf(draft, around), t) || t('limits'),
  ]);
}

/** Why a text is no list of variables; undefined: it is one. */
export function variablesComplaint(words: readonly string[], t: Translate): Plain | undefined {
  const bad = words.find((word) => !/^[A-Za-z_]\w*=/.test(word));
  return bad === undefined
    ? undefined
    : t('“{0}” is no variable; write NAME=value.', plain(bad.split('=')[0] ?? '', NAME));
}

/** After several were asked for, and not all could be made. */
export function summary(made: number, failures: readonly string[], t: Translate): Plain {
  const reasons = [...new Set(failures)].map((each) => plain(each));
  const why = joined(reasons, ' ');
  if (!made) return t('None of the {0} sessions could be made. {1}', failures.length, why);
  return t('{0} of {1} sessions were made. {2}', made, made + failures.length, why);
}
