import assert from 'node:assert/strict';
import { test } from 'node:test';
import { escapeMarkdown, fenced, oneLine, table, visible, withoutIcons, withoutLinks } from '../../src/shared/plain.ts';

test('what is hidden is spelled out', () => {
  assert.equal(visible('rm \u202efile\u0007'), 'rm \\u{202e}file\\u{7}');
  assert.equal(visible('one\n\ttwo'), 'one\n\ttwo');
  assert.equal(visible('a\rb'), 'a\\u{d}b', 'what overwrites a line on a terminal');
});

test('one line, of so many characters', () => {
  assert.equal(oneLine('  a\r\n   b\tc  ', 20), 'a ⏎ b c');
  assert.equal(oneLine('👍👍👍', 2), '👍…', 'no character is cut in two');
});

test('markdown has no punctuation left to obey', () => {
  const text = escapeMarkdown('[x](command:evil) <b> https://a.b `c` $(d) | *e*\n# f');
  assert.doesNotMatch(text, /(^|[^\\])[[\]()<>:/`$|*#.!_~&@]/);
  assert.ok(!text.includes('\n'));
});

test('no text gets out of its code block', () => {
  for (const text of ['plain', 'a ``` b', '```\n[x](command:evil)\n```', '`````', '~~~\n']) {
    const lines = fenced(text).split('\n');
    const fence = (lines[0] as string).replace('plaintext', '');
    assert.match(fence, /^`{3,}$/);
    assert.equal(lines.at(-1), fence);
    assert.ok(lines.slice(1, -1).every((line) => !line.includes(fence)));
  }
});

test('a label draws no icon', () => {
  assert.ok(!withoutIcons('$(check) $(x)').includes('$('));
});

test('a notification makes no link of what others wrote', () => {
  const text = withoutLinks('[Yes](command:evil) and [x](https://evil.example "t") and [a][b] (c)');
  assert.doesNotMatch(text, /\]\(/);
  assert.equal(text.replaceAll('\u200b', ''), '[Yes](command:evil) and [x](https://evil.example "t") and [a][b] (c)');
});

test('a value stays in its cell of a table', () => {
  const rows = table([
    ['Name', 'a | b\n# c'],
    ['Link', '[x](command:evil)'],
  ]).split('\n');
  assert.deepEqual(rows, ['| | |', '|---|---|', '| Name | a \\| b \\# c |', '| Link | \\[x\\]\\(command\\:evil\\) |']);
});
