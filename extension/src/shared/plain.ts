/** Texts that agents and people wrote, made safe to show: on one line, with nothing hidden, not read as markup. */

/** What no eye sees but programs obey: control and format characters, which can also turn text around. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
/** CommonMark lets a backslash take the meaning from each of these, and from nothing else. */
const PUNCTUATION = /[!-/:-@[-`{-~]/g;

/** With what is hidden spelled out, such as `\u{202e}`; line ends and tabs stay. */
export function visible(text: string): string {
  return text.replace(HIDDEN, (character) =>
    character === '\n' || character === '\t' ? character : `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
}

/** On one line. Line ends are shown: two commands must not look like one. */
export function oneLine(text: string, most: number): string {
  const line = visible(text.replace(/\r\n/g, '\n').trim().replace(/\n\s*/g, ' ⏎ '))
    .replace(/[\t ]+/g, ' ')
    .trim();
  const characters = [...line];
  return characters.length <= most
    ? line
    : `${characters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`;
}

/** For a line of markdown: it looks as it is, and is no link, no picture, no HTML and no icon. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\r\n]+/g, ' ').replace(PUNCTUATION, '\\$&');
}

/** A table of markdown: a name and a value in each row, which are as they are written. */
export function table(rows: readonly (readonly [string, string])[]): string {
  const lines = rows.map(([name, value]) => `| ${name} | ${escapeMarkdown(visible(value))} |`);
  return ['| | |', '|---|---|', ...lines].join('\n');
}

/** A code block of markdown that nothing in the text can end. */
export function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}plaintext\n${visible(text)}\n${fence}`;
}

/** For labels in which VS Code draws `$(name)` as an icon: an option must not put on another one's face. */
export function withoutIcons(text: string): string {
  return text.replace(/\$\(/g, '$\u200b(');
}

/** For notifications and what stands below an input box, where VS Code makes `[text](command:…)` a link. */
export function withoutLinks(text: string): string {
  return text.replace(/\]\(/g, ']\u200b(');
}
