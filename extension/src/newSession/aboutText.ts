/** What an agent is told of the thing that an instruction is about. Pure; the texts are for agents, so in English. */
import type { About } from './draft.ts';

/** Characters of code or output that go along. */
export const MOST = 20_000;

/** `path` is from the root of the repository. */
export function aboutFile(path: string): About {
  return { label: path, text: `It is about the file ${path}.` };
}

/** `first` and `last` count from 1. */
export function aboutSelection(path: string, first: number, last: number, language: string, code: string): About {
  const where = first === last ? `${path}, line ${first}` : `${path}, lines ${first}–${last}`;
  return { label: where, text: `It is about ${where}:\n\n${fenced(code, language)}` };
}

export function aboutProblem(path: string, line: number, message: string, source: string): About {
  const where = `${path}, line ${line}`;
  const said = source ? `${message.trim()} (${source})` : message.trim();
  return { label: `${where}: ${said}`, text: `It is about this problem in ${where}:\n\n${cut(said)}` };
}

export function aboutTodo(path: string, line: number, text: string): About {
  const where = `${path}, line ${line}`;
  return { label: `${where}: ${text.trim()}`, text: `It is about this note in ${where}:\n\n${cut(text.trim())}` };
}

export function aboutOutput(output: string, label: string): About {
  return { label, text: `It is about what a terminal shows:\n\n${fenced(output.trimEnd(), '')}` };
}

/** What a line of code says that is still to be done; undefined where it says nothing of the kind. */
export function todoIn(line: string): string | undefined {
  const found = /\b(?:TODO|FIXME|XXX|HACK)\b.*$/.exec(line)?.[0];
  return found
    ?.replace(/\s*(?:\*\/|-->|#\})\s*$/, '')
    .trim()
    .slice(0, 1000);
}

/** Nothing in the code ends the block. */
function fenced(code: string, language: string): string {
  const longest = Math.max(2, ...[...code.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language.replace(/\W/g, '')}\n${cut(code)}\n${fence}`;
}

/** Without what a terminal takes for keys: it is typed there. */
function cut(text: string): string {
  const clean = text.replace(/\r\n?/g, '\n').replace(/(?![\n\t])\p{Cc}|\p{Cs}/gu, '');
  return clean.length > MOST ? `${clean.slice(0, MOST)}\n[…]` : clean;
}
