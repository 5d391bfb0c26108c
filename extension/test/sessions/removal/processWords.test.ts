import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runningOf, runningText } from '../../../src/sessions/removal/processWords.ts';
import { t } from '../../sample.ts';

const named = (...names: string[]) => names.map((name, at) => ({ pid: at + 1, name }));

test('where nothing runs nothing is said', () => {
  assert.equal(runningText({ processes: [], kept: false }, t), undefined);
  assert.equal(runningText({ processes: [], kept: true }, t), undefined);
});

test('what runs is named with its pids, and what becomes of it', () => {
  const processes = named('node', 'sleep');
  assert.equal(
    runningText({ processes, kept: false }, t),
    'What its agent started still runs and will be ended: node (1), sleep (2).',
  );
  assert.equal(runningText({ processes, kept: true }, t), 'What its agent started goes on: node (1), sleep (2).');
});

test('of many the first are named, the others counted', () => {
  const text = runningText({ processes: named(...'abcdefghijkl'), kept: false }, t);
  assert.match(text ?? '', /: a \(1\), b \(2\), .* and \d+ more\.$/);
  assert.doesNotMatch(text ?? '', /l \(12\)/);
});

test('a name that an agent chose is plain text', () => {
  const text = runningText({ processes: [{ pid: 1, name: '$(bug)\n\u202e' }], kept: false }, t) ?? '';
  assert.doesNotMatch(text, /[\n\u202e]|\$\(bug/);
});

test('a refusal of any shape can be read', () => {
  assert.deepEqual(runningOf(undefined, undefined), { processes: [], kept: false });
  const processes = [{ pid: 12, name: 'node' }];
  assert.deepEqual(runningOf(processes, true), { processes, kept: true });
  assert.deepEqual(runningOf([null], false).processes.length, 1);
});
