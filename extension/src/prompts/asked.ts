/** What an agent asks: in words, and which answers can be given from here. Pure; a prompt's texts are the agent's. */
import type { Meaning, Option, Prompt, Session, WaitReason } from '../protocol/protocol.ts';
import {
  BLOCK,
  fenced,
  joined,
  LINE,
  labelled,
  list,
  type Markdown,
  markdown,
  NAME,
  type Plain,
  plain,
  SENTENCES,
} from '../shared/plain.ts';
import { cut, known, type Translate } from '../shared/words.ts';

/** Beside a name in a narrow side bar. */
const SHORT = 60;
/** Files that are named in a hover. */
const FILES = 20;

export type Decision = 'accept' | 'acceptAlways' | 'reject';

/** The decisions that have a button on a row, with the flag that its `when` clause looks for. */
export const DECISIONS: readonly [Decision, string][] = [
  ['accept', 'accept'],
  ['acceptAlways', 'always'],
  ['reject', 'reject'],
];

/** What a waiting session waits for: `Bash touch hello.txt`, `question`, `login`. */
export function waitsFor(session: Session, t: Translate, most = SHORT): Plain {
  const { prompt } = session;
  if (prompt?.kind === 'approval') return asked(prompt, most) || kindWord(prompt.kind, t);
  return kindWord(prompt?.kind ?? session.reason ?? '', t);
}

/** What is asked, on one line: the tool and what it is to do, or the question itself. */
export function asked(prompt: Prompt, most = LINE): Plain {
  return plain((usedOn(prompt) ? toolUse(prompt) : prompt.title) || toolUse(prompt), most);
}

/** What an agent wants to use a tool for: a prompt has it, and an entry of the log. */
export type ToolUse = Pick<Prompt, 'tool' | 'command' | 'paths' | 'url'>;

/** `Bash touch hello.txt`, `Edit a.py, b.py`; empty where none of it is known. */
export function toolUse(use: ToolUse): string {
  return [use.tool, usedOn(use)].filter(Boolean).join(' ');
}

function usedOn({ command, paths, url }: ToolUse): string | null {
  return command ?? (paths.join(', ') || url);
}

/** All of it, as paragraphs of markdown in which nothing that the agent wrote is obeyed. */
export function toolUseParts({ tool, command, paths, url }: ToolUse, t: Translate): Markdown[] {
  const parts: Markdown[] = [];
  if (tool) parts.push(labelled(t('Tool'), tool));
  if (command !== null) {
    parts.push(fenced(command));
    const more = command.length - BLOCK;
    if (more > 0) parts.push(markdown(t('{0} more characters of it are to be seen in the terminal.', more)));
  }
  if (paths.length)
    parts.push(
      list(
        t('Files'),
        cut(
          paths.map((path) => plain(path, SENTENCES)),
          FILES,
          t,
        ).map((path) => [path, '']),
      ),
    );
  if (url) parts.push(labelled(t('Address'), url));
  return parts;
}

/** `approval`, `question`, …; of a session that waits for reasons unknown only that it waits. */
export function kindWord(kind: string, t: Translate): Plain {
  const words: Record<WaitReason, Plain> = {
    approval: t('approval'),
    question: t('question'),
    trust: t('trust'),
    login: t('login'),
    password: t('password'),
  };
  return known(words, kind) ?? (plain(kind, NAME) || t('input'));
}

export function meaningWord(meaning: Meaning, t: Translate): Plain {
  const words: Record<Meaning, Plain> = {
    accept: t('accepts this once'),
    acceptAlways: t('accepts this and what is like it from now on'),
    reject: t('rejects'),
    other: '',
  };
  return known(words, meaning) ?? plain(meaning, NAME);
}

/** The option that a button on the row chooses. Only where there is no doubt which one it is. */
export function optionFor(prompt: Prompt | null, decision: Decision): Option | undefined {
  if (prompt?.kind !== 'approval' && prompt?.kind !== 'trust') return undefined;
  const [option, another] = prompt.options.filter(({ meaning }) => meaning === decision);
  return option?.id && !another ? option : undefined;
}

/** What is answered in the agent's own terminal alone: a secret is typed into nothing else. */
const SECRET: Record<WaitReason, boolean> = {
  approval: false,
  question: false,
  trust: false,
  login: true,
  password: true,
};

/** Where the answer is given. What is not known may be a secret. */
export function wayToAnswer(prompt: Prompt | null): 'list' | 'text' | 'terminal' {
  if (!prompt || (known(SECRET, prompt.kind) ?? true)) return 'terminal';
  if (prompt.options.length) return 'list';
  return prompt.takesText ? 'text' : 'terminal';
}

export interface Choice {
  label: Plain;
  description: Plain;
  choice: string;
  /** It lets more pass than what is asked now. */
  widens?: boolean;
}

/** The agent's own options as rows of a list. */
export function choices(prompt: Prompt, t: Translate): Choice[] {
  return prompt.options.map(({ id, label, meaning }) => ({
    label: plain(label) || plain(id),
    description: joined([meaningWord(meaning, t), id === prompt.selected && t('selected')]),
    choice: id,
    ...(meaning === 'acceptAlways' && { widens: true }),
  }));
}

/** The option that a typed text would choose instead of being taken as text. */
export function optionNamed(prompt: Prompt, text: string): Option | undefined {
  return prompt.options.find(({ id }) => id === text.trim());
}
