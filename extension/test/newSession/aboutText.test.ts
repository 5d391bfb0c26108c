import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  aboutFile,
  aboutOutput,
  aboutProblem,
  aboutSelection,
  aboutTodo,
  MOST,
  todoIn,
} from '../../src/newSession/aboutText.ts';

test('an agent is told what it is about, and where that stands', () => {
  assert.deepEqual(aboutFile('src/a.ts'), { label: 'src/a.ts', text: 'It is about the file src/a.ts.' });
  assert.deepEqual(aboutSelection('src/a.ts', 3, 4, 'typescript', 'let a;\r\nlet b;'), {
    label: 'src/a.ts, lines 3–4',
    text: 'It is about src/a.ts, lines 3–4:\n\n```typescript\nlet a;\nlet b;\n```',
  });
  assert.equal(aboutSelection('a', 3, 3, '', 'x').label, 'a, line 3');
  assert.deepEqual(aboutProblem('src/a.ts', 3, 'It is wrong.\nVery.', 'tsc 2304'), {
    label: 'src/a.ts, line 3: It is wrong.\nVery. (tsc 2304)',
    text: 'It is about this problem in src/a.ts, line 3:\n\nIt is wrong.\nVery. (tsc 2304)',
  });
  assert.match(aboutTodo('a', 3, 'TODO: go').text, /this note in a, line 3:\n\nTODO: go$/);
  assert.equal(aboutOutput('a\n\n', 'x').text, 'It is about what a terminal shows:\n\n```\na\n```');
});

test('nothing in a code ends its block, and no key is typed', () => {
  assert.match(aboutSelection('a', 1, 1, 'x`; rm', '````\n# y').text, /\n`````xrm\n````\n# y\n`````$/);
  assert.match(aboutOutput('\u001b[31mred\u0007\r\nx\ud800', 'x').text, /```\n\[31mred\nx\n```$/);
});

test('what is long is cut', () => {
  assert.ok(aboutOutput('x'.repeat(MOST + 1), 'x').text.endsWith(`${'x'.repeat(100)}\n[…]\n\`\`\``));
});

test('a note is told from a word', () => {
  for (const [line, note] of [
    ['  // TODO: add a test', 'TODO: add a test'],
    ['/* FIXME(me) it leaks */', 'FIXME(me) it leaks'],
    ['<!-- TODO words -->', 'TODO words'],
    ['# XXX', 'XXX'],
    ['const todo = 1;', undefined],
    ['TODOS are none', undefined],
    ['', undefined],
  ] as const)
    assert.equal(todoIn(line), note, line);
});
