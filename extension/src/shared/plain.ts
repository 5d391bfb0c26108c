/**
 * Texts for the screen. What agents, repositories and other programs wrote is shown, never obeyed: it comes in through
 * `plain`, or `markdown` where markdown is drawn, and stands on one line, with nothing hidden, no icon, no link and an
 * end. What VS Code shows is of these types (`door.test.ts`), so that no way leads around. Pure.
 */

declare const made: unique symbol;

/** What may stand on the screen. A literal is none: it comes from `t`, which translates it. */
export type Plain = '' | (string & { readonly [made]: 'plain' });
/** What may be drawn as markdown. */
export type Markdown = string & { readonly [made]: 'markdown' };

/** Characters of a name, of a line that names something, of whole sentences, and of what may fill a hover. */
export const NAME = 80;
export const LINE = 300;
export const SENTENCES = 1_000;
export const BLOCK = 10_000;

/**
 * What no eye sees but programs obey, or what alters how its neighbours look: controls, what turns text around, what
 * has no width, halves of characters, fonts' own signs, blanks that are letters, and heaps of accents. Emoji that are
 * several characters stay as they are. Node takes some 20 ms to understand it: not at the start, and not for plain text.
 */
const unseen = () =>
  /\p{RGI_Emoji}|([\p{Cc}--[\t\n]]|[\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u{2800}]|(?<!\S)\p{M}|(?<=\p{M}{4})\p{M})/gv;
const SPACES = /[\t\p{Zs}]+/gu;
/** They look like the one that ends a word of a command, and do not end it. */
const OTHER_SPACES = /(?! )\p{Zs}/gu;
/** CommonMark lets a backslash take the meaning from each of these; a hyphen inside a word has none. */
const PUNCTUATION = /[!-,./:-@[-`{-~]|(?<!\w)-/g;
/** `$(name)` is an icon in many labels, `[text](command:…)` a link in notifications: a thin space makes it neither. */
const OBEYED = /(?<=[$\]])(?=\()/g;
const GAP = '\u2009';

/** With what is hidden spelled out, such as `\u{202e}`; line ends and tabs stay. */
export function visible(text: string): string {
  if (/^[\t\n -~]*$/.test(text)) return text;
  return text.replace(unseen(), (emoji, hidden?: string) => (hidden === undefined ? emoji : spelled(hidden)));
}

function spelled(character: string): string {
  return `\\u{${character.codePointAt(0)?.toString(16)}}`;
}

/** What others wrote, on one line of so many characters. Line ends are shown: two commands must not look like one. */
export function plain(text: string, most = LINE): Plain {
  return oneLine(text, most).replace(OBEYED, GAP) as Plain;
}

function oneLine(text: string, most: number): string {
  const whole = text.trim();
  // However long it is, no more of it is looked at than could be shown.
  const looked = whole.slice(0, most * 20);
  const line = visible(looked.replace(/\r\n/g, '\n').replace(/\n\s*/g, ' ⏎ ')).replace(SPACES, (space) =>
    space === GAP ? GAP : ' ',
  );
  return cutAt(line.trim(), most, looked.length < whole.length);
}

function cutAt(text: string, most: number, isCut = false): string {
  const characters = [...text];
  if (characters.length <= most && !isCut) return text;
  return `${characters
    .slice(0, most - 1)
    .join('')
    .trimEnd()}…`;
}

/** Parts beside each other, or in lines; what is empty is left out. */
export function joined(parts: readonly (Plain | false | null | undefined)[], between: Between = ' · '): Plain {
  return parts.filter(Boolean).join(between) as Plain;
}

type Between = ' · ' | ', ' | ' ' | '  ' | '\n' | '\n\n';

/** An icon of ours before a text. Its name is written in the code. */
export function withIcon<const Name extends string>(name: string extends Name ? never : Name, text: Plain): Plain {
  return `$(${name}) ${text}` as Plain;
}

/** For a line of markdown: it looks as it is, and is no link, no picture, no HTML and no icon. */
export function markdown(text: string, most = SENTENCES): Markdown {
  return oneLine(text, most).replace(PUNCTUATION, '\\$&') as Markdown;
}

/** Commands that a link in a hover may run, each on a session. */
export const LINKED = ['branchline.answer', 'branchline.openTerminal'] as const;

/** A link that runs a command on a session, where the hover is allowed such links. */
export function linked(label: Plain, command: (typeof LINKED)[number], session: string): Markdown {
  const row = encodeURIComponent(JSON.stringify([{ kind: 'session', id: session }]));
  // Whatever could end the address is written as a number.
  const address = row.replace(/[!'()*~_]/g, (character) => `%${character.charCodeAt(0).toString(16)}`);
  return `[${markdown(label)}](command:${command}?${address})` as Markdown;
}

export function bold(text: string): Markdown {
  return `**${markdown(text)}**` as Markdown;
}

/** `Tool: Bash`. */
export function labelled(label: Plain, value: string): Markdown {
  return `${markdown(label)}: ${markdown(value)}` as Markdown;
}

/** What is in a list, each with what is said of it. */
export function list(label: Plain, items: readonly (readonly [string, Plain])[]): Markdown {
  const lines = items.map(([text, said]) => `- ${markdown(text)}${said && ` *(${markdown(said)})*`}`);
  return `${markdown(label)}:\n\n${lines.join('\n')}` as Markdown;
}

/** Parts of a line beside each other. */
export function beside(parts: readonly (Markdown | '')[]): Markdown {
  return parts.filter(Boolean).join(' ') as Markdown;
}

/** A list of such lines. */
export function items(lines: readonly Markdown[]): Markdown {
  return lines.map((line) => `- ${line}`).join('\n') as Markdown;
}

/** A table of markdown: a name and a value in each row, which are as they are written. */
export function table(rows: readonly (readonly [Plain, string])[]): Markdown {
  const lines = rows.map(([name, value]) => `| ${markdown(name)} | ${markdown(value)} |`);
  return ['| | |', '|---|---|', ...lines].join('\n') as Markdown;
}

/** A code block of markdown that nothing in the text can end. A long one ends in `…`. */
export function fenced(text: string): Markdown {
  const whole = visible(text.slice(0, 2 * BLOCK)).replace(OTHER_SPACES, spelled);
  const shown = cutAt(whole, BLOCK, text.length > 2 * BLOCK);
  const longest = Math.max(2, ...[...shown.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}plaintext\n${shown}\n${fence}` as Markdown;
}

export function paragraphs(parts: readonly Markdown[]): Markdown {
  return parts.join('\n\n') as Markdown;
}
