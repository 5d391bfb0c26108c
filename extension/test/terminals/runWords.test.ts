import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Run } from '../../src/protocol/protocol.ts';
import {
  failedText,
  gaveWayText,
  isRun,
  previewUrl,
  runRows,
  runText,
  spokenRun,
} from '../../src/terminals/runWords.ts';
import { session, t } from '../sample.ts';

const URL = 'http://localhost:41010/shop';
const run = (fields: Partial<Run> = {}) =>
  session({ run: { status: 'running', exitCode: null, port: null, url: null, oneAtATime: false, ...fields } });
const listening = run({ port: 41010, url: URL });
const failed = run({ status: 'failed', exitCode: 3 });

test('a row says that something runs, and its port once it listens', () => {
  assert.equal(runText(session(), t), '');
  assert.equal(runText(run(), t), 'runs a command');
  assert.equal(runText(listening, t), ':41010');
  assert.equal(runText(failed, t), 'run failed');
  assert.equal(runText(run({ status: 'ended', exitCode: 0 }), t), '');
  assert.equal(spokenRun(listening, t), 'its run listens on port 41010');
  assert.equal(spokenRun(failed, t), 'run failed');
});

for (const [fields, said] of [
  [{}, 'goes on'],
  [{ port: 41010, url: URL }, `listens at ${URL}`],
  [{ status: 'ended', exitCode: 0 }, 'has ended'],
  [{ status: 'ended', exitCode: -15 }, 'has ended'],
  [{ status: 'failed', exitCode: 3 }, 'failed with exit code 3'],
  [{ status: 'failed', exitCode: -9 }, 'was ended by signal 9'],
  [{ status: 'failed' }, 'was cut off'],
] as const)
  test(`the tooltip says: ${said}, ${JSON.stringify(fields)}`, () => {
    assert.deepEqual(runRows(run(fields), t), [['Run', said]]);
  });

test('only what runs has a preview, and only of this machine', () => {
  assert.equal(previewUrl(session()), undefined);
  assert.equal(previewUrl(run()), undefined);
  assert.equal(previewUrl(listening), URL);
  assert.equal(previewUrl(run({ url: URL, status: 'ended' })), undefined);
  assert.deepEqual([isRun(listening), isRun(failed), isRun(session())], [true, false, false]);
  for (const url of ['https://127.0.0.1:8443/', 'http://[::1]:3000/', 'http://shop.localhost:3000/'])
    assert.equal(previewUrl(run({ url })), url);
  for (const url of [
    'http://example.com:80/',
    'http://localhost.example.com:81/',
    'http://localhost@example.com:81/',
    'http://me:word@localhost:81/',
    'http://192.168.0.7:5173/',
    'http://localhost/',
    'command:workbench.action.quit',
    'file:///etc/passwd',
    'localhost:41010',
    'javascript:alert(1)',
  ])
    assert.equal(previewUrl(run({ url })), undefined, url);
});

test('a notice says what gave way, or what came to its end', () => {
  assert.equal(gaveWayText(['a'], t), 'The run of “a” was ended, because only one can run at a time.');
  assert.equal(gaveWayText(['a', 'b'], t), 'The runs of a, b were ended, because only one can run at a time.');
  assert.equal(failedText(failed, t), 'The run of “fix-login” failed with exit code 3.');
  assert.doesNotMatch(gaveWayText(['a\u202e\n'], t), /[\u202e\n]/);
});
