import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FileChange, Session } from '../../src/protocol/protocol.ts';
import { ChangedFiles } from '../../src/review/changedFiles.ts';
import { changes, changedFile as file, session } from '../sample.ts';

/** A sidecar whose answers are given by hand. */
function sidecar() {
  const answers: { tree: string; give: (files: FileChange[]) => void; fail: (error: Error) => void }[] = [];
  const altered: string[] = [];
  const files = new ChangedFiles(
    (of) => new Promise((give, fail) => answers.push({ tree: of.changes.tree, give, fail })),
    (id) => altered.push(id),
  );
  return { answers, altered, files };
}

/** One that was asked for the files of `before`, and has told `a`. */
async function asked() {
  const made = sidecar();
  const first = made.files.atOnce(before);
  made.answers[0]?.give([file('a')]);
  assert.deepEqual(await first, [file('a')]);
  return made;
}

const before = session({ changes: changes({ files: 1, added: 1, tree: 't1' }) });
const after = session({ changes: changes({ files: 2, added: 2, tree: 't2' }) });
const settled = () => new Promise((resolve) => setImmediate(resolve));

test('files are asked for once as long as nothing altered', async () => {
  const { answers, files } = sidecar();
  const first = files.of(before);
  const second = files.of(before);
  answers[0]?.give([file('a')]);
  assert.deepEqual(await first, [file('a')]);
  assert.deepEqual(await second, [file('a')]);
  assert.deepEqual(await files.of(before), [file('a')]);
  assert.equal(answers.length, 1);
});

test('what is known is there at once, what altered is told when it comes', async () => {
  const { answers, altered, files } = await asked();
  assert.deepEqual(await files.atOnce(after), [file('a')]);
  assert.deepEqual(altered, []);
  answers[1]?.give([file('a'), file('b')]);
  await settled();
  assert.deepEqual(altered, ['a']);
  assert.deepEqual(await files.atOnce(after), [file('a'), file('b')]);
  assert.equal(answers.length, 2);
});

/** What the sidecar counted as many files and lines as before in. */
const alike: [string, Partial<Session>][] = [
  ['a file that was renamed', { changes: { ...before.changes, tree: 't2' } }],
  ['an edit that was swapped for another', { changes: { ...before.changes, tree: 't3' } }],
  ['a file that was added to git', { changes: { ...before.changes, untracked: 'u2' } }],
  ['another base', { base: 'f'.repeat(40) }],
];
for (const [what, fields] of alike)
  test(`as many files and lines are no reason to keep the rows: ${what}`, async () => {
    const { answers, altered, files } = await asked();
    const now = session({ changes: before.changes, ...fields });
    assert.deepEqual(await files.atOnce(now), [file('a')]);
    assert.equal(answers[1]?.tree, now.changes.tree);
    answers[1]?.give([file('b')]);
    await settled();
    assert.deepEqual(altered, ['a']);
    assert.deepEqual(await files.of(now), [file('b')]);
  });

test('nobody is asked again where only something else of the session altered', async () => {
  const { answers, files } = await asked();
  assert.deepEqual(await files.of(session({ changes: before.changes, status: 'ready', name: 'b' })), [file('a')]);
  assert.equal(answers.length, 1);
});

test('equal files are no news', async () => {
  const { answers, altered, files } = await asked();
  await files.atOnce(after);
  answers[1]?.give([file('a')]);
  await settled();
  assert.deepEqual(altered, []);
});

test('an answer that was overtaken by a change is not kept', async () => {
  const { answers, files } = sidecar();
  const old = files.of(before);
  const latest = files.of(after);
  answers[1]?.give([file('new')]);
  assert.deepEqual(await latest, [file('new')]);
  answers[0]?.give([file('old')]);
  assert.deepEqual(await old, [file('old')]);
  assert.deepEqual(await files.of(after), [file('new')]);
});

test('the reason of a failure is heard by the next one to ask', async () => {
  const { answers, altered, files } = await asked();
  await files.atOnce(after);
  answers[1]?.fail(new Error('git is gone'));
  await settled();
  assert.deepEqual(altered, ['a']);
  const next = files.atOnce(after);
  answers[2]?.fail(new Error('git is gone'));
  await assert.rejects(next, /git is gone/);
});

test('a session without a worktree has none, nobody is asked', async () => {
  const { answers, files } = sidecar();
  assert.deepEqual(await files.of(session({ freed: true })), []);
  assert.deepEqual(await files.atOnce(session({ worktree: '' })), []);
  assert.equal(answers.length, 0);
});
