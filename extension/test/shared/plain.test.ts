import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as shown from '../../src/shared/plain.ts';
import { t } from '../sample.ts';

const { markdown, plain, visible } = shown;
const long = 'x'.repeat(5_000);

/** What others wrote, and what of it stands on a line. */
const LINES: Record<string, [text: string, seen: string]> = {
  'a name': ['Fix login', 'Fix login'],
  'spaces around and in between': ['  a \t  b\u00a0\u3000c  ', 'a b c'],
  'a line end': ['true\n  rm -rf /\n', 'true ⏎ rm -rf /'],
  'a line end of Windows': ['a\r\nb', 'a ⏎ b'],
  'several line ends': ['a\n\n \n b', 'a ⏎ b'],
  'what overwrites a line on a terminal': ['a\rb', 'a\\u{d}b'],
  'a line and a paragraph separator': ['a\u2028b\u2029c', 'a\\u{2028}b\\u{2029}c'],
  'next line, vertical tab, form feed': ['a\u0085b\vc\fd', 'a\\u{85}b\\u{b}c\\u{c}d'],
  'controls of a terminal': ['\u001b[31mred\u0007\u009b0m', '\\u{1b}[31mred\\u{7}\\u{9b}0m'],
  'nothing and delete': ['a\0b\u007f', 'a\\u{0}b\\u{7f}'],
  'text turned around': ['a\u202egpj.exe', 'a\\u{202e}gpj.exe'],
  'embeddings and isolates': ['\u202a\u202b\u202c\u202d', '\\u{202a}\\u{202b}\\u{202c}\\u{202d}'],
  isolates: ['\u2066\u2067\u2068\u2069', '\\u{2066}\\u{2067}\\u{2068}\\u{2069}'],
  'marks of direction': ['a\u200e\u200f\u061cb', 'a\\u{200e}\\u{200f}\\u{61c}b'],
  'no width': ['a\u200bb\u200cc\u200dd\u2060e\ufefff', 'a\\u{200b}b\\u{200c}c\\u{200d}d\\u{2060}e\\u{feff}f'],
  'soft hyphen and joiners': ['a\u00adb\u034fc', 'a\\u{ad}b\\u{34f}c'],
  'blanks that are letters': ['a\u3164b\u115fc\uffa0d\u2800', 'a\\u{3164}b\\u{115f}c\\u{ffa0}d\\u{2800}'],
  'hidden messages in tags': ['a\u{e0041}\u{e007f}', 'a\\u{e0041}\\u{e007f}'],
  'selectors of variants': ['a\ufe0fb\u{e0100}', 'a\\u{fe0f}b\\u{e0100}'],
  'signs of a font': ['\ue0b0 \u{f0001}', '\\u{e0b0} \\u{f0001}'],
  'halves of characters': ['a\ud83db\udc80', 'a\\u{d83d}b\\u{dc80}'],
  'a heap of accents': [`a${'\u0301'.repeat(6)}`, 'a\u0301\u0301\u0301\u0301\\u{301}\\u{301}'],
  'an accent for what stands before': ['\u0338x y\u0020\u0338', '\\u{338}x y \\u{338}'],
  'nothing but what is hidden': ['\u200b\u2060', '\\u{200b}\\u{2060}'],
  nothing: [' \n ', ''],
  'an icon': ['$(check) Yes $(sync~spin)', '$\u2009(check) Yes $\u2009(sync~spin)'],
  'an icon that has been taken from its meaning': ['\\$(check)', '\\$\u2009(check)'],
  'a link': ['[Yes](command:evil "t")', '[Yes]\u2009(command:evil "t")'],
  'a text that is long': [long, `${'x'.repeat(299)}…`],
  'what is far behind spaces': [`a${' '.repeat(50_000)}b`, 'a…'],
  'what is far behind line ends': [`a${'\n'.repeat(50_000)}b`, 'a ⏎…'],
};

for (const [what, [text, seen]] of Object.entries(LINES))
  test(`on a line: ${what}`, () => {
    assert.equal(plain(text), seen);
    assert.equal(plain(plain(text)), seen, 'once more alters nothing');
  });

test('other people’s scripts and emoji are as they were', () => {
  const texts = ['Ж é ß', 'हिन्दी', 'ห้อง', 'עִבְרִית', 'العربية', '日本語', '👍🏽', '❤️', '👨‍👩‍👧', '1️⃣', '🇩🇪', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '🏳️‍🌈'];
  for (const text of texts) assert.equal(plain(text), text);
});

test('a line has so many characters, and says that it is cut', () => {
  assert.equal(plain('👍👍👍', 2), '👍…', 'no character is cut in two');
  assert.equal(plain('👍👍', 2), '👍👍');
  assert.equal(plain('abc def', 5), 'abc…');
  assert.equal([...plain(long, shown.NAME)].length, shown.NAME);
});

test('a text as long as a disk costs nothing', () => {
  for (const part of ['a', ' ', '\n', '\u202e', '\u0301', '`', '👨\u200d', '](', ' x']) {
    const text = part.repeat(2_000_000);
    for (const made of [plain(text), markdown(text), shown.fenced(text)]) assert.ok(made.length < 40_000, part);
  }
});

test('what is hidden is spelled out, lines and tabs stay', () => {
  assert.equal(visible('rm \u202efile\u0007'), 'rm \\u{202e}file\\u{7}');
  assert.equal(visible('one\n\ttwo'), 'one\n\ttwo');
});

test('what stands beside each other, without what is empty', () => {
  assert.equal(shown.joined([plain('a'), '', false, undefined, null, plain('b')]), 'a · b');
  assert.equal(shown.joined([plain('a'), plain('b')], '\n'), 'a\nb');
});

test('an icon is ours alone', () => {
  assert.equal(shown.withIcon('check', plain('$(x) Yes')), '$(check) $\u2009(x) Yes');
  const name: string = 'check';
  // @ts-expect-error: a name that is made from something may be others'.
  shown.withIcon(name, plain('Yes'));
});

test('no text is plain by itself', () => {
  const others: string = 'x';
  // @ts-expect-error: what others wrote comes in through `plain`.
  t('{0}', others);
  // @ts-expect-error: nor is it when it is put together again.
  shown.joined([`${plain('x')}: ${others}`]);
  // @ts-expect-error: plain text is no markdown.
  shown.paragraphs([plain('x')]);
});

const EVIL = '[x](command:evil) <b> https://a.b www.evil.example `c` $(d) | *e* _f_ ~g~ me@evil.example &lt;\n# h\n- i';

test('markdown has no punctuation left to obey', () => {
  const made = [
    markdown(EVIL),
    shown.bold(EVIL).replace(/^\*\*|\*\*$/g, ''),
    shown.labelled(plain('Tool'), EVIL).replace(/^Tool: /, ''),
    shown.list(plain('Files'), [[EVIL, '']]).replace(/^Files:\n\n- /, ''),
  ];
  for (const text of made) {
    assert.doesNotMatch(text, /(^|[^\\])[[\]()<>:/`$|*#.!_~&@]/);
    assert.doesNotMatch(text, /\n|(^| )-/);
  }
  assert.equal(markdown('- a'), '\\- a');
  assert.equal(markdown('auto-yes'), 'auto-yes');
});

test('a link runs one of a few commands on a session, whatever stands in its text and in the session’s id', () => {
  assert.deepEqual([...shown.LINKED], ['branchline.answer', 'branchline.openTerminal']);
  // @ts-expect-error: no other command.
  shown.linked(plain('x'), 'workbench.action.quit', 'a');
  for (const id of ['a', EVIL, ')[x](command:evil)', "'*!~_("]) {
    const made = shown.linked(plain(EVIL), 'branchline.answer', id);
    const [, text = '', address = ''] = /^\[(.*)\]\(command:branchline\.answer\?([\w%.-]+)\)$/.exec(made) ?? [];
    assert.doesNotMatch(text, /(^|[^\\])[[\]()<>:/`$|*#.!_~&@]/);
    assert.deepEqual(JSON.parse(decodeURIComponent(address)), [{ kind: 'session', id }]);
  }
});

test('what is hidden is not in markdown either', () => {
  for (const [text, seen] of Object.values(LINES).filter(([text]) => !/[$\]]\(/.test(text) && text !== long))
    assert.equal(
      markdown(text)
        .replace(/\\(?=[!-/:-@[-`{-~])/g, '')
        .slice(0, 200),
      seen.slice(0, 200),
    );
});

test('no text gets out of its code block', () => {
  for (const text of ['plain', 'a ``` b', '```\n[x](command:evil)\n```', '`````', '~~~\n', '`'.repeat(50_000)]) {
    const lines = shown.fenced(text).split('\n');
    const fence = (lines[0] as string).replace('plaintext', '');
    assert.match(fence, /^`{3,}$/);
    assert.equal(lines.at(-1), fence);
    assert.ok(lines.slice(1, -1).every((line) => !line.includes(fence)));
  }
});

test('a code block shows what is hidden, spaces that are none too, and says that it is cut', () => {
  assert.equal(shown.fenced('rm\u00a0x\u200b y\n\tz'), '```plaintext\nrm\\u{a0}x\\u{200b} y\n\tz\n```');
  assert.match(shown.fenced('x'.repeat(shown.BLOCK + 1)), /x…\n```$/);
  assert.doesNotMatch(shown.fenced('x'.repeat(shown.BLOCK)), /…/);
});

test('a value stays in its cell of a table', () => {
  const rows = shown
    .table([
      [plain('Name'), 'a | b\n# c'],
      [plain('Link'), '[x](command:evil)'],
    ])
    .split('\n');
  assert.deepEqual(rows, [
    '| | |',
    '|---|---|',
    '| Name | a \\| b ⏎ \\# c |',
    '| Link | \\[x\\]\\(command\\:evil\\) |',
  ]);
});
