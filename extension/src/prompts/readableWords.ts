/** A prompt as it can be read and answered in a list: what is asked, in lines, and the keys of its options. Pure. */
import type { Meaning, Option, Prompt } from '../protocol/protocol.ts';
import { type Plain, plain, visible } from '../shared/plain.ts';
import { known, type Translate } from '../shared/words.ts';
import { toolUse } from './asked.ts';

/** Characters on a row of a list as VS Code draws it, and rows beside which the options can still be seen. */
export const WIDTH = 76;
export const MOST_LINES = 12;

/** What is asked for, whole, in rows that are as wide as the list. Where a line of the text's own ends, that is seen. */
export function readable(prompt: Prompt, t: Translate, most = MOST_LINES): Plain[] {
  const { command, paths, url, title } = prompt;
  const text = command ?? (paths.length ? paths.join('\n') : (url ?? title));
  const own = visible(text.slice(0, 2 * WIDTH * most).trim() || toolUse(prompt)).split(/\r?\n/);
  const rows = own.flatMap((line, place) => wrapped(place < own.length - 1 && command ? `${line} ⏎` : line));
  const isCut = rows.length > most || text.length > 2 * WIDTH * most;
  const shown = rows.slice(0, isCut ? most - 1 : most).map((row) => plain(row, WIDTH + 2));
  return isCut ? [...shown, t('There is more of it: look at it in the terminal.')] : shown;
}

/** Broken at a blank where there is one. */
function wrapped(line: string): string[] {
  const rows: string[] = [];
  for (let rest = [...line.trimEnd()]; rest.length || !rows.length; ) {
    const blank = rest.length > WIDTH ? rest.lastIndexOf(' ', WIDTH) : -1;
    const end = blank > WIDTH / 2 ? blank + 1 : WIDTH;
    rows.push(rest.slice(0, end).join(''));
    rest = rest.slice(end);
  }
  return rows;
}

/** The keys that choose an option: the digit that the agent itself would take or that of its place, and a letter. */
export interface Keys {
  option: Option;
  digit: string;
  letter: string;
}

const LETTERS: Partial<Record<Meaning, string>> = { accept: 'y', acceptAlways: 'a', reject: 'n' };

export function keysOf({ options }: Prompt): Keys[] {
  const digits = options.every(({ id }) => /^\d+$/.test(id)) ? options.map(({ id }) => id) : undefined;
  const letters = options.map((option) => letterOf(option));
  return options.map((option, place) => {
    const digit = digits?.[place] ?? String(place + 1);
    const letter = letters[place] ?? '';
    const isOne = letters.filter((each) => each === letter).length === 1;
    return { option, digit: digit.length === 1 ? digit : '', letter: isOne ? letter : '' };
  });
}

/** Of what is asked again and again the same letter, whatever the agent calls it. */
function letterOf({ label, meaning }: Option): string {
  return known(LETTERS as Record<Meaning, string>, meaning) ?? /^\p{L}/u.exec(label)?.[0].toLowerCase() ?? '';
}

/** The option that a typed key chooses at once; undefined: it is the beginning of a word to look for. */
export function chosenBy(prompt: Prompt, typed: string): Option | undefined {
  const key = typed.toLowerCase();
  return key === '' ? undefined : keysOf(prompt).find(({ digit, letter }) => digit === key || letter === key)?.option;
}
