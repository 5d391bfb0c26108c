import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as words from '../../src/timeline/words.ts';
import { snapshot, t } from '../sample.ts';

const NOW = new Date('2026-01-01T10:05:00Z');
const REASONS = [
  'at ready',
  'before an automatic answer',
  'before pause',
  'before remove',
  'before landing',
  'before restore',
  'after restore',
  'at its end',
  'on demand',
  'after another agent was there',
  'at the start',
  'after an automatic answer',
  'before undo',
  'after undo',
  'before trying',
];
const bare = (text: string) => text.replaceAll('\\', '');

test('the label is the name, else how the instruction begins, else why it was taken', () => {
  assert.equal(words.snapshotLabel(snapshot({ name: 'it works' }), t), 'it works');
  assert.equal(words.snapshotLabel(snapshot(), t), 'Fix the login');
  assert.equal(words.snapshotLabel(snapshot({ instruction: null }), t), 'When the agent was ready');
  assert.equal(words.snapshotLabel(snapshot({ instruction: ' \n ' }), t), 'When the agent was ready');
  const restored = snapshot({ reason: 'after restore' });
  assert.equal(words.snapshotLabel(restored, t), 'After files were restored', 'no instruction led there');
  assert.equal([...words.snapshotLabel(snapshot({ instruction: 'x'.repeat(500) }), t)].length, 80);
  assert.equal(words.snapshotLabel(snapshot({ instruction: null, reason: 'by\nmoon' }), t), 'by ⏎ moon');
});

test('beside it stands how old it is and what changed', () => {
  assert.equal(words.snapshotDescription(snapshot(), NOW, t), '3 min ago · +12 −3');
  const nothing = snapshot({ files: 0, added: 0, removed: 0 });
  assert.equal(words.snapshotDescription(nothing, NOW, t), '3 min ago');
});

test('each reason has words and an icon; a name has its own', () => {
  assert.equal(new Set(REASONS.map((reason) => words.reasonWord(reason, t))).size, REASONS.length);
  assert.ok(REASONS.every((reason) => words.reasonWord(reason, t) !== reason));
  const icons = REASONS.map((reason) => words.snapshotIcon(snapshot({ reason })));
  assert.deepEqual(icons, [
    'check',
    'shield',
    'debug-pause',
    'discard',
    'git-pull-request',
    'discard',
    'discard',
    'debug-stop',
    'device-camera',
    'warning',
    'git-commit',
    'shield',
    'discard',
    'discard',
    'beaker',
  ]);
  assert.equal(words.snapshotIcon(snapshot({ name: 'it works' })), 'bookmark');
  assert.equal(words.snapshotIcon(snapshot({ reason: 'by moon' })), 'circle-outline');
});

test('a screen reader hears everything that is seen', () => {
  assert.equal(
    words.spokenSnapshot(snapshot({ missing: ['big.bin'] }), NOW, t),
    'Fix the login, When the agent was ready, 3 min ago, 2 files changed, 12 lines added, 3 removed, not all of it could be kept',
  );
  assert.match(words.spokenSnapshot(snapshot({ instruction: null }), NOW, t), /^When the agent was ready, 3 min ago/);
});

test('the tooltip says all that is known', () => {
  const text = bare(words.snapshotTooltip(snapshot({ name: 'it works', missing: ['a.bin', 'lib'] }), NOW, 'en', t));
  for (const part of [
    '**it works**',
    '| Name | it works |',
    ', 3 min ago |',
    '| Because | When the agent was ready |',
    '| Changes | 2 files changed, 12 lines added, 3 removed |',
    '| Instruction | Fix the login ⏎ and test it |',
    '| Not kept | a.bin, lib |',
  ])
    assert.ok(text.includes(part), `${part} in ${text}`);
  assert.match(text, /\| Taken \| .*2026/);
  assert.doesNotMatch(words.snapshotTooltip(snapshot(), NOW, 'en', t), /Not kept|Name/);
});

test('nothing that people and agents wrote is obeyed', () => {
  const evil = '[x](command:evil) <img src=x> https://evil.example\n# y\n| a |';
  const text = words.snapshotTooltip(snapshot({ name: evil, instruction: evil, missing: [evil] }), NOW, 'en', t);
  assert.doesNotMatch(text, /[^\\][<[\]]/);
  assert.doesNotMatch(text, /[^\\]:\/\//);
  assert.doesNotMatch(text, /\n#/);
});
