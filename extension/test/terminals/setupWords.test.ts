import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Setup } from '../../src/protocol/protocol.ts';
import { isSettingUp, logText, scriptFailedText, setupRows, setupText } from '../../src/terminals/setupWords.ts';
import { t } from '../sample.ts';

const setup = (fields: Partial<Setup> = {}): Setup => ({
  status: 'done',
  source: '.branchline/setup',
  exitCode: 0,
  detail: '',
  ...fields,
});
const ROWS: [Partial<Setup>, string][] = [
  [{}, ''],
  [{ status: 'running', exitCode: null }, 'Running the set-up script'],
  [{ status: 'failed', exitCode: 1 }, 'Set-up failed: exit code 1'],
  [{ status: 'failed', exitCode: -15 }, 'Set-up failed: signal 15'],
  [{ status: 'failed', exitCode: null, detail: 'It is odd.' }, 'Set-up failed'],
  [{ status: 'timedOut', exitCode: null }, 'Set-up took too long'],
  [{ status: 'cancelled', exitCode: null }, 'Set-up was cancelled'],
  [{ status: 'cutOff', exitCode: null }, 'Set-up was cut off'],
];

for (const [fields, words] of ROWS)
  test(`a set-up that is ${fields.status ?? 'done'}, ${fields.exitCode}`, () => {
    assert.equal(setupText({ setup: setup(fields), preparing: null }, t), words);
  });

test('a row says once that it is being prepared, and nothing where nothing ran', () => {
  const running = setup({ status: 'running' });
  assert.equal(setupText({ setup: running, preparing: { phase: 'setup', done: 0, total: 0 } }, t), '');
  assert.equal(setupText({ setup: null, preparing: null }, t), '');
  assert.equal(isSettingUp({ setup: running }), true);
  assert.equal(isSettingUp({ setup: setup() }), false);
});

test('the tooltip says where the script is written, and that it ran', () => {
  const rows = (fields: Partial<Setup>) => setupRows({ setup: setup(fields), preparing: null }, t);
  assert.deepEqual(rows({}), [['Set-up script', 'Ran to its end, .branchline/setup']]);
  assert.deepEqual(rows({ status: 'failed', exitCode: null, detail: 'It is odd.', source: 'settings' }), [
    ['Set-up script', 'Set-up failed, It is odd., from your settings'],
  ]);
  assert.deepEqual(setupRows({ setup: null, preparing: null }, t), []);
});

test('a notice names the session and what failed', () => {
  const failed = {
    id: 'a',
    name: 'fix\u202e',
    kind: 'setup',
    why: 'The set-up script failed with exit code 1.',
  } as const;
  assert.equal(scriptFailedText(failed, t), '“fix\\u{202e}”: The set-up script failed with exit code 1.');
  const torn = { ...failed, name: 'fix', kind: 'teardown', why: 'The teardown script failed.' } as const;
  assert.equal(scriptFailedText(torn, t), '“fix” was removed. The teardown script failed.');
});

test('a log is text, without the empty lines of its terminal', () => {
  assert.equal(logText(['a  ', '\u202eb', '', ' '], t), 'a\n\\u{202e}b');
  assert.equal(logText(['', ''], t), 'It has printed nothing.');
});
