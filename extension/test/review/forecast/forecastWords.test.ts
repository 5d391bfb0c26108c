import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Conflict, ForecastResult } from '../../../src/protocol/protocol.ts';
import {
  conflictFacts,
  conflictText,
  firstConflict,
  kindText,
  mergedName,
  type NameOf,
  sections,
} from '../../../src/review/forecast/forecastWords.ts';
import { session, t } from '../../sample.ts';

const names: Record<string, string> = { b: 'new-api', c: 'fix login', x: '$(bug)\n<b>\u202e' };
const nameOf: NameOf = (id) => names[id];
const withOther = (id: string | null, count: number, ...files: string[]) => ({ with: id, files, count });
const file = (path: string): Conflict => ({ path, kind: 'contents' });

test('a row says with whom and in how many files', () => {
  const text = (...conflicts: ReturnType<typeof withOther>[]) => conflictText(session({ conflicts }), nameOf, t);
  assert.equal(text(), '');
  assert.equal(text(withOther('b', 1, 'a')), 'conflicts with new-api in 1 file');
  assert.equal(text(withOther('b', 2, 'a', 'b')), 'conflicts with new-api in 2 files');
  assert.equal(text(withOther(null, 2, 'a', 'b')), 'conflicts with the parent branch in 2 files');
  assert.equal(
    text(withOther('c', 1, 'a'), withOther('b', 3, 'a', 'b', 'c'), withOther('gone', 1, 'a')),
    'conflicts with fix login in 1 file, and with 2 more',
  );
  assert.equal(text(withOther('gone', 1, 'a')), 'conflicts with a session that is gone in 1 file');
  assert.doesNotMatch(text(withOther('x', 1, 'a')), /[\u202e\n]/);
});

test('a tooltip has the files, and of many sessions the first', () => {
  const many = Array.from({ length: 25 }, (_, number) => `f${number}`);
  const conflicts = [withOther(null, 2, 'src/a.ts', 'b'), withOther('b', 25, ...many.slice(0, 20))];
  assert.deepEqual(conflictFacts(session({ conflicts }), nameOf, t), [
    ['Conflicts with the parent branch', 'src/a.ts, b'],
    ['Conflicts with new-api', `${many.slice(0, 10).join(', ')} and 10 more, 25 files in all`],
  ]);
  const eight = Array.from({ length: 8 }, () => withOther('b', 1, 'a'));
  assert.deepEqual(conflictFacts(session({ conflicts: eight }), nameOf, t).at(-1), ['Conflicts', 'with 3 more']);
  assert.deepEqual(conflictFacts(session(), nameOf, t), []);
});

test('the forecast has each pair, the parent branch, and the order of landing', () => {
  const result: ForecastResult = {
    pairs: [{ a: 'b', b: 'c', files: [file('src/deep/a.ts'), { path: 'b', kind: 'deleted' }] }],
    base: [{ id: 'c', files: [file('README.md')] }],
    order: ['b', 'c'],
  };
  assert.deepEqual(
    sections(result, nameOf, t).map(({ title, rows }) => [
      title,
      ...rows.map((row) => `${row.label} | ${row.description}`),
    ]),
    [
      ['fix login and its parent branch', 'README.md | both changed the same lines'],
      [
        'new-api and fix login',
        'a.ts | src/deep  both changed the same lines',
        'b | changed on one side, deleted on the other',
      ],
      ['Landed in this order, the fewest meet a conflict', '1. new-api | undefined', '2. fix login | undefined'],
    ],
  );
  assert.deepEqual(sections(result, nameOf, t)[1]?.rows[0]?.shown, { id: 'b', with: 'c', file: file('src/deep/a.ts') });
});

test('where nothing conflicts, that is said', () => {
  const [only, none] = sections({ pairs: [], base: [], order: ['b'] }, nameOf, t);
  assert.equal(only?.title, 'As they are now, all of them can be landed without a conflict');
  assert.equal(none, undefined);
  assert.deepEqual(sections({ pairs: [], base: [], order: [] }, nameOf, t), []);
});

test('a kind that only a newer sidecar knows is shown as it is', () => {
  assert.equal(kindText('folder', t), 'a file on one side, a folder on the other');
  assert.equal(kindText('something new' as 'other', t), 'something new');
});

test('the tab of a merged file says that it is one, and the editor shows the first conflict', () => {
  assert.equal(mergedName('docs/a.md', ['b', null], nameOf, t), 'a.md (merged: new-api and the parent branch)');
  assert.doesNotMatch(mergedName('a\u202e', ['x', 'gone'], nameOf, t), /[\u202e\n]/);
  assert.equal(firstConflict('a\nb\n<<<<<<< x\n'), 2);
  assert.equal(firstConflict('a\n'), 0);
});
