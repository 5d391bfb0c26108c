import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CheckResult, CheckState } from '../../../src/protocol/protocol.ts';
import { checkRows, checkText, isStale, resultText, tryText } from '../../../src/review/checks/checkWords.ts';
import type { NameOf } from '../../../src/review/forecast/forecastWords.ts';
import { changes, session, t } from '../../sample.ts';

const names: Record<string, string> = { a: 'fix-login', b: 'new-api', c: 'tidy-up', x: '$(bug)\n<b>\u202e' };
const nameOf: NameOf = (id) => names[id];
const NOW = new Date('2026-01-01T10:05:00Z');
const checked = (state: CheckState, others: string[] = [], tree = 'now') =>
  session({
    changes: changes({ tree: 'now' }),
    checked: { state, tree, with: others, seconds: 3.2, at: '2026-01-01T10:00:00Z' },
  });

test('a row says what fails and what is under way, and nothing of what its files were before', () => {
  assert.equal(checkText(session(), nameOf, t), '');
  assert.equal(checkText(checked('passed'), nameOf, t), '');
  assert.equal(checkText(checked('cancelled'), nameOf, t), '');
  assert.equal(checkText(checked('running'), nameOf, t), 'being checked');
  assert.equal(checkText(checked('failed'), nameOf, t), 'fails its check');
  assert.equal(
    checkText(checked('failed', ['b', 'gone']), nameOf, t),
    'fails its check with new-api, a session that is gone',
  );
  assert.equal(checkText(checked('timedOut', ['b']), nameOf, t), 'fails its check with new-api');
  assert.equal(checkText(checked('failed', ['b'], 'before'), nameOf, t), '');
  assert.doesNotMatch(checkText(checked('failed', ['x']), nameOf, t), /[\u202e\n]/);
});

test('a tooltip says how it went, with whom, when, and whether it still holds', () => {
  assert.deepEqual(checkRows(session(), nameOf, NOW, t), []);
  const row = (state: CheckState, others?: string[], tree?: string) =>
    checkRows(checked(state, others, tree), nameOf, NOW, t)[0]?.[1];
  assert.equal(row('passed', ['b', 'c']), 'passed, together with new-api, tidy-up, after 4 s, 5 min ago');
  assert.equal(row('failed', [], 'before'), 'failed, after 4 s, 5 min ago, its files have changed since');
  assert.equal(row('timedOut'), 'took too long, after 4 s, 5 min ago');
  assert.equal(row('running', ['b']), 'under way, together with new-api');
  assert.equal(row('cancelled'), 'cancelled, 5 min ago');
  assert.ok(isStale(checked('passed', [], 'before')));
});

test('its progress says what is tried', () => {
  assert.equal(tryText({ of: ['a', 'b'], ids: ['a', 'b'], run: 1 }, nameOf, t), 'Run 1: all of them');
  assert.equal(tryText({ of: ['a'], ids: ['a'], run: 1 }, nameOf, t), 'Run 1');
  assert.equal(tryText({ of: ['a', 'b'], ids: [], run: 3 }, nameOf, t), 'Run 3: without any session’s work');
  assert.equal(tryText({ of: ['a', 'b', 'c'], ids: ['a', 'c'], run: 4 }, nameOf, t), 'Run 4: fix-login, tidy-up');
});

const FOUND: CheckResult = {
  ending: 'green',
  green: [],
  culprits: [],
  leftOut: [],
  runs: 1,
  seconds: 1,
  output: '/o',
};
const LEFT = { id: 'a', with: ['b'], parent: true, files: ['README.md'] };
/** What was found, what is said, and whether it is good. */
const RESULTS: [found: Partial<CheckResult>, text: string, isGood?: true][] = [
  [{ green: ['a', 'b'] }, 'These 2 pass the check together: fix-login, new-api.', true],
  [{ green: ['a'] }, 'fix-login passes the check.', true],
  [
    { ending: 'culprits', green: ['b', 'c'], culprits: [{ ids: ['b', 'a'] }] },
    'fix-login fails the check only together with new-api. These 2 pass the check together: new-api, tidy-up.',
  ],
  [
    { ending: 'culprits', green: ['c'], culprits: [{ ids: ['a'] }, { ids: ['b'] }] },
    'fix-login fails the check. new-api fails the check. tidy-up passes the check.',
  ],
  [{ ending: 'culprits', culprits: [{ ids: ['a'] }] }, 'fix-login fails the check.'],
  [{ ending: 'base' }, 'The check fails without any session’s work: what they are to land on is broken.'],
  [{ ending: 'flaky' }, 'The check failed and passed on the same files, so that it says nothing about the sessions.'],
  [
    { ending: 'unclear', culprits: [{ ids: ['a', 'b'] }] },
    'The check fails with fix-login, new-api, and they cannot be told apart.',
  ],
  [
    { ending: 'conflicts', green: ['b', 'c'], leftOut: [LEFT] },
    'fix-login conflicts with the parent branch, new-api in README.md. Nothing was run.',
  ],
  [
    { green: ['b'], leftOut: [{ ...LEFT, with: [], parent: false }] },
    'new-api passes the check. fix-login conflicts with the others in README.md.',
  ],
  [{ ending: 'cancelled' }, 'The check was cancelled.'],
];

for (const [found, text, isGood = false] of RESULTS)
  test(`what came of it: ${text}`, () => {
    assert.deepEqual(resultText({ ...FOUND, ...found }, nameOf, t), { isGood, text });
  });
