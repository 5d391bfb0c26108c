/** Personas, templates and notes in words. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  badTemplate,
  notesText,
  personaDetail,
  personaRows,
  personaTitle,
  templateDescription,
  templateDetail,
} from '../../src/personas/words.ts';
import type { Note, Template } from '../../src/protocol/protocol.ts';
import { persona, session, t } from '../sample.ts';

const NOW = new Date('2026-01-01T10:05:00Z');
const EVIL = '\u202egnihton\u202c $(check) [go](command:x)\nsecond';
const HIDDEN = /[\u202e\u202c]|\$\(|\]\(/;

function template(fields: Partial<Template> = {}): Template {
  return {
    name: 'fix',
    title: 'Fix an issue',
    own: true,
    agent: null,
    persona: null,
    variables: [],
    takesSelection: false,
    takesFile: false,
    ignored: [],
    ...fields,
  };
}

function note(fields: Partial<Note> = {}): Note {
  return { at: '2026-01-01T10:00:00Z', session: 'r', name: 'Review of login', text: 'It is fine.', ...fields };
}

for (const [fields, words] of [
  [{}, 'Tries to break it.'],
  [{ readOnly: true, autoYes: 'read-only' }, 'Tries to break it. · changes no file · auto-yes: read-only'],
  [{ agent: 'claude', arguments: ['--model', 'opus'] }, 'Tries to break it. · for the agent claude --model opus'],
  [{ description: '', limits: 'small' }, 'limits “small”, not in force yet'],
  [
    { description: '', autoYesLimits: ['sameAnswers=1', 'answersPerMinute=5'] as string[] },
    'auto-yes limits: 1 equal answer, 5 answers in a minute',
  ],
] as const)
  test(`a persona is told as: ${words}`, () =>
    assert.equal(
      personaDetail(persona({ ...fields, arguments: [...('arguments' in fields ? fields.arguments : [])] }), t),
      words,
    ));

test('a session whose persona is gone keeps its name', () => {
  assert.equal(personaTitle('qa', [persona()], t), 'QA');
  assert.equal(personaTitle('tester', [persona()], t), 'tester');
});

test('the tooltip has a row for what there is to say of a role', () => {
  assert.deepEqual(personaRows(session(), [persona()], t), []);
  const rows = personaRows(session({ persona: 'qa', nextAutoYes: 'safe', notes: 2 }), [persona()], t);
  assert.deepEqual(rows, [
    ['Persona', 'QA · Tries to break it.'],
    ['With the next start', 'auto-yes: safe'],
    ['Notes', '2, from second opinions'],
  ]);
});

test('the last note comes first, whole, with who wrote it and when', () => {
  const text = notesText(
    'login',
    [note({ text: 'Old.' }), note({ at: '2026-01-01T10:04:00Z', text: 'New.\n- a' })],
    NOW,
    t,
  );
  assert.match(text, /^Review of login, 1 min ago\n─+\n\nNew\.\n- a\n\n\nReview of login, 5 min ago\n─+\n\nOld\.\n$/);
  assert.equal(notesText('login', [], NOW, t), 'Nobody has looked at “login” yet.');
});

test('a template says whose it is and what it brings', () => {
  assert.equal(templateDescription(template(), t), 'yours');
  const theirs = template({ own: false, persona: 'qa', agent: 'claude', ignored: ['“env” is ignored.', '“x” is.'] });
  assert.equal(templateDescription(theirs, t), 'of the repository · qa · claude');
  assert.equal(templateDetail(theirs), '“env” is ignored. “x” is.');
});

test('a broken one says where it is broken and why', () => {
  const bad = { where: '.branchline/templates/fix.md', line: 3, why: 'it has no end' };
  assert.deepEqual(badTemplate(bad, t), { label: '.branchline/templates/fix.md', detail: 'Line 3: it has no end' });
  assert.equal(badTemplate({ ...bad, line: 0 }, t).detail, 'it has no end');
});

test('what others wrote looks like what it is', () => {
  const evil = persona({
    title: EVIL,
    description: EVIL,
    agent: EVIL,
    arguments: [EVIL],
    limits: EVIL,
    autoYesLimits: [EVIL],
  });
  const shown = [
    personaDetail(evil, t),
    personaTitle('qa', [evil], t),
    personaTitle(EVIL, [], t),
    templateDescription(template({ agent: EVIL, persona: EVIL }), t),
    templateDetail(template({ ignored: [EVIL] })),
    badTemplate({ where: EVIL, line: 1, why: EVIL }, t).label,
    badTemplate({ where: EVIL, line: 1, why: EVIL }, t).detail,
  ];
  for (const each of shown) assert.doesNotMatch(each, /[\n]|[\u202e\u202c]|\$\(|\]\(/);
  const text = notesText(EVIL, [note({ name: EVIL, text: EVIL })], NOW, t);
  assert.doesNotMatch(text, /[\u202e\u202c]/);
  assert.doesNotMatch(text.split('\n')[0] ?? '', HIDDEN);
});
