/** What is wider than what the user confirmed: a table. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { type Change, compare, type Declared, GUARDED, guarded, type Settings } from '../../src/sidecar/wider.ts';

const { contributes } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
const declared: Record<string, Declared> = Object.fromEntries(
  contributes.configuration.flatMap(({ properties }: { properties: Record<string, Declared> }) =>
    Object.entries(properties).map(([key, each]) => [key.replace('branchline.', ''), each]),
  ),
);
/** What neither lets anything pass nor starts a program: the user's text, numbers, places. */
const HARMLESS = [
  'setupMinutes',
  'setupFailure',
  'teardownSeconds',
  'portRange',
  'bell',
  'branchPrefix',
  'defaultAgent',
  'enabled',
  'keepProcesses',
  'runOneAtATime',
  'maxSessions',
  'newSessionsFromUpstream',
  'pullRequestInterval',
  'keepGoingTries',
  'notifications',
  'quietHours',
  'quietMinutes',
  'scrollbackMegabytes',
  'snapshotFileMegabytes',
  'spareWorktrees',
  'snapshotInclude',
  'worktreeCopyMegabytes',
  'worktreeInclude',
  'worktreesFolder',
  'worktreeSymlinks',
];

const AGENT = { command: ['mine'] };
const ARGUED = { agent: 'claude', arguments: ['--verbose'] };
const LIKE = { command: ['mine'], like: 'claude' };

/** Confirmed, now, what holds of it, what is asked about. */
type Row = [was: Settings, now: Settings, held: Settings, changes: Change[]];

const ROWS: Row[] = [
  [{}, {}, {}, []],
  [{}, { maxSessions: 3 }, { maxSessions: 3 }, []],
  // Presets.
  [{}, { 'autoYes.default': 'safe' }, {}, [{ key: 'autoYes.default', from: 'off', to: 'safe' }]],
  [{ 'autoYes.default': 'worktree' }, { 'autoYes.default': 'safe' }, { 'autoYes.default': 'safe' }, []],
  [{ 'autoYes.default': 'safe' }, {}, {}, []],
  [{}, { 'autoYes.default': 'all' }, { 'autoYes.default': 'all' }, []],
  [
    { 'autoYes.default': 'read-only' },
    { 'autoYes.default': 'worktree' },
    { 'autoYes.default': 'read-only' },
    [{ key: 'autoYes.default', from: 'read-only', to: 'worktree' }],
  ],
  // Checks: a command that is another one, or of another repository; not one that is gone.
  [
    { check: { '/a': { command: ['make'] }, '/b': { command: ['make'] } } },
    { check: { '/a': { command: ['evil'] } } },
    { check: { '/a': { command: ['make'] } } },
    [{ key: 'check', of: '/a', from: { command: ['make'] }, to: { command: ['evil'] } }],
  ],
  [
    {},
    { check: { '/a': { command: ['make'] } } },
    {},
    [{ key: 'check', of: '/a', from: undefined, to: { command: ['make'] } }],
  ],
  [{}, { setupScript: 'make' }, {}, [{ key: 'setupScript', from: '', to: 'make' }]],
  [{ setupScript: 'make' }, { setupScript: '' }, { setupScript: '' }, []],
  [
    { runCommand: { '/a': 'make run' } },
    { runCommand: 'evil' },
    { runCommand: { '/a': 'make run' } },
    [{ key: 'runCommand', from: { '/a': 'make run' }, to: 'evil' }],
  ],
  [{}, { scriptEnvironment: { A: 'x' } }, {}, [{ key: 'scriptEnvironment', from: {}, to: { A: 'x' } }]],
  [{ teardownScript: 'make' }, { teardownScript: {} }, { teardownScript: {} }, []],
  // Personas: one that is not named has the default.
  [
    {},
    { 'autoYes.personas': { tester: 'safe', writer: 'off' } },
    { 'autoYes.personas': { tester: 'off', writer: 'off' } },
    [{ key: 'autoYes.personas', of: 'tester', from: 'off', to: 'safe' }],
  ],
  [
    { 'autoYes.default': 'safe', 'autoYes.personas': { tester: 'off' } },
    { 'autoYes.default': 'safe' },
    { 'autoYes.default': 'safe', 'autoYes.personas': { tester: 'off' } },
    [{ key: 'autoYes.personas', of: 'tester', from: 'off', to: 'safe' }],
  ],
  [
    { 'autoYes.default': 'safe' },
    { 'autoYes.personas': { tester: 'safe' } },
    { 'autoYes.personas': { tester: 'safe' } },
    [],
  ],
  // The reviewer comes with a preset, as a defined one may.
  [
    {},
    { 'autoYes.personas': { reviewer: 'safe' } },
    { 'autoYes.personas': { reviewer: 'read-only' } },
    [{ key: 'autoYes.personas', of: 'reviewer', from: 'read-only', to: 'safe' }],
  ],
  [{}, { 'autoYes.personas': { reviewer: 'read-only' } }, { 'autoYes.personas': { reviewer: 'read-only' } }, []],
  [
    { personas: { tester: { autoYes: 'safe' } }, 'autoYes.personas': { tester: 'off' } },
    { personas: { tester: { autoYes: 'safe' } } },
    { personas: { tester: { autoYes: 'safe' } }, 'autoYes.personas': { tester: 'off' } },
    [{ key: 'autoYes.personas', of: 'tester', from: 'off', to: 'safe' }],
  ],
  [
    {},
    { 'autoYes.personas': { constructor: 'safe' } },
    { 'autoYes.personas': { constructor: 'off' } },
    [{ key: 'autoYes.personas', of: 'constructor', from: 'off', to: 'safe' }],
  ],
  // Rules.
  [
    { 'autoYes.allow': ['Read', 'Task'] },
    { 'autoYes.allow': ['Bash', 'Read'] },
    { 'autoYes.allow': ['Read'] },
    [{ key: 'autoYes.allow', to: 'Bash' }],
  ],
  [{}, { 'autoYes.allow': ['Bash'] }, {}, [{ key: 'autoYes.allow', to: 'Bash' }]],
  [{ 'autoYes.allow': ['Bash'] }, { 'autoYes.allow': 'Bash' }, {}, []],
  [
    {},
    { 'autoYes.deny': ['Bash'], 'autoYes.ask': ['Read'] },
    { 'autoYes.deny': ['Bash'], 'autoYes.ask': ['Read'] },
    [],
  ],
  [
    { 'autoYes.deny': ['Bash', 'Read'] },
    { 'autoYes.deny': ['Task', 'Read'] },
    { 'autoYes.deny': ['Task', 'Read', 'Bash'] },
    [{ key: 'autoYes.deny', from: 'Bash' }],
  ],
  [{ 'autoYes.ask': ['Bash'] }, {}, { 'autoYes.ask': ['Bash'] }, [{ key: 'autoYes.ask', from: 'Bash' }]],
  [
    { 'autoYes.ask': ['Bash'] },
    { 'autoYes.ask': 3 },
    { 'autoYes.ask': ['Bash'] },
    [{ key: 'autoYes.ask', from: 'Bash' }],
  ],
  [{ 'autoYes.ask': ['Bash'] }, { 'autoYes.deny': ['Bash'] }, { 'autoYes.deny': ['Bash'] }, []],
  [
    { 'autoYes.deny': ['Bash'] },
    { 'autoYes.ask': ['Bash'] },
    { 'autoYes.ask': ['Bash'], 'autoYes.deny': ['Bash'] },
    [{ key: 'autoYes.deny', from: 'Bash' }],
  ],
  [{}, { 'autoYes.trustedRepositories': ['/a'] }, {}, [{ key: 'autoYes.trustedRepositories', to: '/a' }]],
  // Common answers: one that is altered is another one.
  [
    { answers: [{ words: 'a', answer: { text: 'b' } }] },
    { answers: [{ words: 'a', answer: { text: 'c' } }] },
    {},
    [{ key: 'answers', to: { words: 'a', answer: { text: 'c' } } }],
  ],
  // Limits: what is no number is the default to the sidecar.
  [
    { 'autoYes.sameAnswers': 3 },
    { 'autoYes.sameAnswers': 4 },
    { 'autoYes.sameAnswers': 3 },
    [{ key: 'autoYes.sameAnswers', from: 3, to: 4 }],
  ],
  [{ 'autoYes.sameAnswers': 4 }, { 'autoYes.sameAnswers': 3 }, { 'autoYes.sameAnswers': 3 }, []],
  [
    { 'autoYes.sameAnswers': 3 },
    { 'autoYes.sameAnswers': 'x' },
    { 'autoYes.sameAnswers': 3 },
    [{ key: 'autoYes.sameAnswers', from: 3, to: 5 }],
  ],
  [
    { 'autoYes.answersWithoutLook': 10 },
    {},
    { 'autoYes.answersWithoutLook': 10 },
    [{ key: 'autoYes.answersWithoutLook', from: 10, to: 200 }],
  ],
  [{}, { 'autoYes.answersPerMinute': 1001 }, { 'autoYes.answersPerMinute': 1001 }, []],
  [{}, { 'autoYes.answersPerMinute': 31 }, {}, [{ key: 'autoYes.answersPerMinute', from: 30, to: 31 }]],
  [{}, { 'autoYes.sameAnswersMinutes': 1 }, {}, [{ key: 'autoYes.sameAnswersMinutes', from: 2, to: 1 }]],
  [{}, { 'autoYes.sameAnswersMinutes': 3 }, { 'autoYes.sameAnswersMinutes': 3 }, []],
  // Hooks, and what runs.
  [{}, { 'autoYes.hooks': false }, {}, [{ key: 'autoYes.hooks', from: true, to: false }]],
  [{ 'autoYes.hooks': false }, {}, { 'autoYes.hooks': false }, [{ key: 'autoYes.hooks', from: false, to: true }]],
  [{}, { findBareRepositories: true }, {}, [{ key: 'findBareRepositories', from: false, to: true }]],
  [{}, { pythonPath: '/planted' }, {}, [{ key: 'pythonPath', from: '', to: '/planted' }]],
  [{ pythonPath: '/mine' }, {}, { pythonPath: '/mine' }, [{ key: 'pythonPath', from: '/mine', to: '' }]],
  [{}, { onWaiting: ['planted'] }, {}, [{ key: 'onWaiting', from: [], to: ['planted'] }]],
  [{ onWaiting: ['mine'] }, {}, {}, []],
  [{}, { defaultSession: { agent: 'x' } }, {}, [{ key: 'defaultSession', from: {}, to: { agent: 'x' } }]],
  [{ defaultSession: { agent: 'x' } }, { defaultSession: {} }, { defaultSession: {} }, []],
  [
    { onWaiting: ['say', 'a'] },
    { onWaiting: ['say', 'b'] },
    { onWaiting: ['say', 'a'] },
    [{ key: 'onWaiting', from: ['say', 'a'], to: ['say', 'b'] }],
  ],
  [
    { agents: { mine: AGENT } },
    { agents: { mine: LIKE, other: AGENT } },
    { agents: { mine: AGENT } },
    [
      { key: 'agents', of: 'mine', from: AGENT, to: LIKE },
      { key: 'agents', of: 'other', from: undefined, to: AGENT },
    ],
  ],
  [
    { agents: { mine: LIKE } },
    { agents: { mine: { like: 'claude', command: ['mine'] } } },
    { agents: { mine: LIKE } },
    [],
  ],
  [
    { agentPaths: { claude: '/safe/claude' } },
    {},
    { agentPaths: { claude: '/safe/claude' } },
    [{ key: 'agentPaths', of: 'claude', from: '/safe/claude', to: undefined }],
  ],
  [{}, { agentPaths: { claude: '' } }, { agentPaths: { claude: '' } }, []],
  [{}, { agentPaths: { claude: '/x' } }, {}, [{ key: 'agentPaths', of: 'claude', from: undefined, to: '/x' }]],
  // Personas: words, looks and whatever narrows are the user's business alone.
  [
    {},
    { personas: { tester: { title: 'Tester', readOnly: true } } },
    { personas: { tester: { title: 'Tester', readOnly: true } } },
    [],
  ],
  [{}, { personas: { tester: ARGUED } }, {}, [{ key: 'personas', of: 'tester', from: undefined, to: ARGUED }]],
  [
    { personas: { tester: ARGUED } },
    { personas: { tester: { ...ARGUED, agent: 'codex' }, other: {} } },
    { personas: { tester: ARGUED, other: {} } },
    [{ key: 'personas', of: 'tester', from: ARGUED, to: { ...ARGUED, agent: 'codex' } }],
  ],
  [{ personas: { tester: ARGUED } }, {}, {}, []],
  [
    { personas: { tester: { title: 'A', autoYes: 'read-only' } } },
    { personas: { tester: { title: 'B', autoYes: 'safe' } } },
    { personas: { tester: { title: 'A', autoYes: 'read-only' } } },
    [
      {
        key: 'personas',
        of: 'tester',
        from: { title: 'A', autoYes: 'read-only' },
        to: { title: 'B', autoYes: 'safe' },
      },
    ],
  ],
  [
    { personas: { tester: { autoYes: 'safe' } } },
    { personas: { tester: { autoYes: 'off' } } },
    { personas: { tester: { autoYes: 'off' } } },
    [],
  ],
  [
    {},
    { personas: { reviewer: { readOnly: false } } },
    {},
    [{ key: 'personas', of: 'reviewer', from: undefined, to: { readOnly: false } }],
  ],
  [{}, { personas: { reviewer: { title: 'Critic' } } }, { personas: { reviewer: { title: 'Critic' } } }, []],
  [
    { personas: { reviewer: { autoYes: 'off' } } },
    {},
    { personas: { reviewer: { autoYes: 'off' } } },
    [{ key: 'personas', of: 'reviewer', from: { autoYes: 'off' }, to: undefined }],
  ],
  [
    { personas: { tester: { limits: 'small' } } },
    { personas: { tester: {} } },
    { personas: { tester: { limits: 'small' } } },
    [{ key: 'personas', of: 'tester', from: { limits: 'small' }, to: {} }],
  ],
  [
    { personas: { tester: { autoYesLimits: { sameAnswers: 3 } } } },
    { personas: { tester: { autoYesLimits: { sameAnswers: 2, answersPerMinute: 5 } } } },
    { personas: { tester: { autoYesLimits: { sameAnswers: 2, answersPerMinute: 5 } } } },
    [],
  ],
  ...[{ autoYesLimits: { sameAnswers: 4 } }, { autoYesLimits: 'none' }, {}].map((to): Row => {
    const from = { autoYesLimits: { sameAnswers: 3 } };
    const before = { personas: { tester: from } };
    return [before, { personas: { tester: to } }, before, [{ key: 'personas', of: 'tester', from, to }]];
  }),
  [{}, { personas: 'text' }, { personas: 'text' }, []],
  // Templates: what is said is none of it, whom it is said to is.
  [{}, { templates: { fix: { body: 'x' } } }, { templates: { fix: { body: 'x' } } }, []],
  [
    { templates: { fix: { body: 'x', persona: 'qa' } } },
    { templates: { fix: { body: 'y', persona: 'qa' } } },
    { templates: { fix: { body: 'y', persona: 'qa' } } },
    [],
  ],
  [
    { templates: { fix: { body: 'x', persona: 'reviewer' } } },
    { templates: { fix: { body: 'x' } } },
    { templates: { fix: { body: 'x', persona: 'reviewer' } } },
    [{ key: 'templates', of: 'fix', from: { body: 'x', persona: 'reviewer' }, to: { body: 'x' } }],
  ],
  [
    {},
    { templates: { fix: { body: 'x', autoYes: 'worktree' } } },
    {},
    [{ key: 'templates', of: 'fix', from: undefined, to: { body: 'x', autoYes: 'worktree' } }],
  ],
  [{ templates: { fix: { body: 'x', agent: 'claude' } } }, {}, {}, []],
  [{}, { agents: 'text', agentPaths: [1] }, { agents: 'text', agentPaths: [1] }, []],
];

for (const [was, now, held, changes] of ROWS)
  test(`from ${JSON.stringify(was)} to ${JSON.stringify(now)}`, () => {
    const found = compare(was, now, declared);
    assert.deepEqual(found.held, held);
    assert.deepEqual(found.changes, changes);
    const again = compare(guarded(found.held), found.held, declared);
    assert.deepEqual(again, { held, changes: [] }, 'what holds is confirmed');
    assert.deepEqual(compare(guarded(now), now, declared).changes, [], 'what is allowed is asked about no more');
  });

test('what became narrower has to be allowed to become wide again', () => {
  const wide = { 'autoYes.allow': ['Read', 'Bash'], 'autoYes.default': 'worktree' };
  const narrow = compare(wide, { 'autoYes.allow': ['Read'] }, declared);
  assert.deepEqual(narrow.changes, []);
  assert.equal(compare(guarded(narrow.held), wide, declared).changes.length, 2);
});

test('of each setting it is known whether it has to be confirmed', () => {
  assert.deepEqual([...GUARDED, ...HARMLESS].sort(), Object.keys(declared).sort());
});
