/** What a new session, or several at once, shall be: chosen step by step, and sent as one request each. Pure. */
import type { Agent, CreateParams, Issue, Persona, Preset } from '../protocol/protocol.ts';

/** Where the session's branch comes from. */
export type Base =
  | { kind: 'head' }
  | { kind: 'changes' }
  | { kind: 'from'; name: string }
  | { kind: 'on'; name: string }
  | { kind: 'pullRequest'; number: number; commit: string };

/** What an instruction is about: a file, a selection, an issue. Its text goes along. */
export interface About {
  label: string;
  text: string;
}

export interface Draft {
  instruction: string;
  about: readonly About[];
  repo: string;
  agents: readonly string[];
  persona: string;
  base: Base;
  task: string;
  /** Undefined: what the settings say. */
  autoYes: Preset | undefined;
  copies: number;
  name: string;
  subfolder: string;
  arguments: readonly string[];
  environment: readonly string[];
  /** Its own of auto-yes, as NAME=NUMBER. */
  limits: readonly string[];
}

/** What the next new session of this workspace is offered with. */
export type Remembered = Partial<Pick<Draft, 'repo' | 'agents' | 'persona' | 'autoYes'>>;

export const EMPTY: Draft = {
  instruction: '',
  about: [],
  repo: '',
  agents: [],
  persona: '',
  base: { kind: 'head' },
  task: '',
  autoYes: undefined,
  copies: 1,
  name: '',
  subfolder: '',
  arguments: [],
  environment: [],
  limits: [],
};

/** More at once are hardly meant. */
export const MOST_COPIES = 20;

export interface Offered {
  /** The repositories that there are, by the paths of their folders. */
  repos: readonly string[];
  /** That of the file in front. */
  current: string | undefined;
  agents: readonly Agent[];
  /** The setting. */
  defaultAgent: string;
}

/** With what is offered first: what was given, what was used last, what the settings say, what there is. */
export function offered(given: Partial<Draft>, last: Remembered, from: Offered): Draft {
  const repos = [given.repo, from.current, last.repo].filter((each) => each && from.repos.includes(each));
  const installed = from.agents.filter(({ program }) => program).map(({ name }) => name);
  const fits = (names: readonly string[] | undefined) => names?.filter((name) => installed.includes(name)) ?? [];
  const agents = [fits(given.agents), fits(last.agents), fits([from.defaultAgent]), installed.slice(0, 1)];
  return {
    ...EMPTY,
    persona: last.persona ?? '',
    autoYes: last.autoYes,
    ...given,
    repo: repos[0] ?? from.repos[0] ?? '',
    agents: agents.find((names) => names.length) ?? [],
  };
}

export function remembered({ repo, agents, persona, autoYes }: Draft): Remembered {
  return { repo, agents, persona, ...(autoYes && { autoYes }) };
}

/** Another repository has other branches and folders. */
export function inRepository(draft: Draft, repo: string): Draft {
  return draft.repo === repo ? draft : { ...draft, repo, base: EMPTY.base, subfolder: '' };
}

/** A persona may be meant for an agent, which does it then where it is installed. */
export function inRole(
  draft: Draft,
  persona: string,
  { personas, agents }: { personas: readonly Persona[]; agents: readonly Agent[] },
): Draft {
  const meant = personas.find(({ name }) => name === persona)?.agent;
  const isThere = agents.some(({ name, program }) => name === meant && program);
  return { ...draft, persona, ...(meant && isThere && { agents: [meant] }) };
}

/** The number of the issue or pull request that an instruction names first, such as `#123`. */
export function numberIn(instruction: string): number | undefined {
  const found = /(?:^|[\s(])#(\d{1,6})\b/.exec(instruction)?.[1];
  return found ? Number(found) : undefined;
}

export function aboutIssue({ number, title, text, isPullRequest }: Issue): About {
  return { label: `${isPullRequest ? 'Pull request' : 'Issue'} #${number}: ${title}`, text };
}

/** What the agent is told: the words, then what they are about. A bare `#123` says no more than its issue. */
export function wholeInstruction({ instruction, about }: Pick<Draft, 'instruction' | 'about'>): string {
  const words = about.length && /^#\d+$/.test(instruction.trim()) ? '' : instruction.trim();
  return [words, ...about.map(({ text }) => text)].filter(Boolean).join('\n\n');
}

/** One request for each session: each agent as often as there are copies. */
export function requests(draft: Draft): CreateParams[] {
  const { base, autoYes } = draft;
  const instruction = wholeInstruction(draft);
  const params: Omit<CreateParams, 'agent'> = {
    repo: draft.repo,
    ...(instruction && { instruction }),
    ...(draft.name && { name: draft.name }),
    ...(draft.task && { task: draft.task }),
    ...(draft.persona && { persona: draft.persona }),
    ...(base.kind === 'changes' && { withChanges: true }),
    ...(base.kind === 'from' && { base: base.name }),
    ...(base.kind === 'pullRequest' && { base: base.commit }),
    ...(base.kind === 'on' && { branch: base.name }),
    ...(autoYes && { autoYes }),
    ...(draft.subfolder && { subfolder: draft.subfolder }),
    ...(draft.arguments.length && { arguments: [...draft.arguments] }),
    ...(draft.environment.length && { environment: [...draft.environment] }),
    ...(draft.limits.length && { limits: [...draft.limits] }),
  };
  return draft.agents.flatMap((agent) => Array.from({ length: draft.copies }, () => ({ ...params, agent })));
}

/** Words as a shell would take them: quotes hold them together, a backslash takes a meaning away. */
export function wordsOf(line: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (const [, single, double, escaped, blank, other] of line.matchAll(
    /'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)|(\s+)|([^\s'"\\]+|['"\\])/gs,
  )) {
    if (blank !== undefined) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + (single ?? double?.replace(/\\(["\\$`])/g, '$1') ?? escaped ?? other ?? '');
  }
  return word === undefined ? words : [...words, word];
}

/** The line that `wordsOf` takes apart into these. */
export function lineOf(words: readonly string[]): string {
  return words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(' ');
}
