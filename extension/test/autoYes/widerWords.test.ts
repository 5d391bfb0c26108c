/** What became wider, in words: each change says what it does. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allChanges, changeWords } from '../../src/autoYes/widerWords.ts';
import { type Change, GUARDED } from '../../src/sidecar/wider.ts';
import { t } from '../sample.ts';

const ROWS: [Change, string][] = [
  [{ key: 'autoYes.allow', to: 'Bash(make)' }, 'a new rule lets pass Bash(make)'],
  [{ key: 'autoYes.ask', from: 'Read' }, 'the rule to ask about Read is gone'],
  [{ key: 'autoYes.deny', from: 'Read' }, 'the rule to refuse Read is gone'],
  [{ key: 'autoYes.trustedRepositories', to: '/a' }, 'agents may trust worktrees of /a'],
  [{ key: 'autoYes.default', from: 'off', to: 'safe' }, 'new sessions begin with auto-yes safe instead of off'],
  [
    { key: 'autoYes.personas', of: 'reviewer', from: 'off', to: 'safe' },
    'new sessions of “reviewer” begin with auto-yes safe instead of off',
  ],
  [{ key: 'autoYes.hooks', from: true, to: false }, 'agents are not answered at their hooks'],
  [{ key: 'autoYes.hooks', from: false, to: true }, 'agents are answered at their hooks'],
  [{ key: 'autoYes.sameAnswers', from: 5, to: 50 }, 'auto-yes pauses later: autoYes.sameAnswers is 50 instead of 5'],
  [
    { key: 'answers', to: { words: 'a', answer: { text: 'b' } } },
    'questions are answered by themselves: {"words":"a","answer":{"text":"b"}}',
  ],
  [{ key: 'pythonPath', from: '', to: '/x/python' }, 'Branchline runs in /x/python'],
  [{ key: 'pythonPath', from: '/x', to: '' }, 'Branchline runs in the first Python that is found'],
  [
    { key: 'cleanCaches', from: 'ask', to: 'automatic' },
    'caches of sessions at rest are deleted by themselves when the disk is nearly full',
  ],
  [{ key: 'findBareRepositories', from: false, to: true }, 'agents’ git finds bare repositories'],
  [
    { key: 'defaultSession', from: {}, to: { agent: 'x' } },
    'a repository without a session gets this one: {"agent":"x"}',
  ],
  [{ key: 'onWaiting', from: [], to: ['sh', '-c', 'x'] }, 'when a session waits, this runs: ["sh","-c","x"]'],
  [{ key: 'agentPaths', of: 'claude', to: '/x' }, 'the agent “claude” is /x'],
  [{ key: 'agentPaths', of: 'claude', from: '/x' }, 'the agent “claude” is no longer /x'],
  [{ key: 'agents', of: 'mine', to: { command: ['mine'] } }, 'the agent “mine” is {"command":["mine"]}'],
  [{ key: 'personas', of: 'qa', from: {}, to: { autoYes: 'safe' } }, 'the persona “qa” is {"autoYes":"safe"}'],
  [{ key: 'personas', of: 'qa', from: { autoYes: 'off' } }, 'the persona “qa” is no longer {"autoYes":"off"}'],
  [{ key: 'templates', of: 'fix', to: { agent: 'x' } }, 'the template “fix” is {"agent":"x"}'],
];

for (const [change, words] of ROWS) test(words, () => assert.equal(changeWords(change, t), words));

test('each setting has words', () => {
  for (const key of GUARDED) assert.match(changeWords({ key, of: 'x', from: 'a', to: 'b' }, t), /\w+ \w+/, key);
});

test('what others wrote looks like what it is', () => {
  const evil = '\u202egnihton\u202c $(check) [go](command:x)\nsecond';
  for (const key of GUARDED) {
    const words = allChanges([{ key, of: evil, from: evil, to: evil }], t);
    assert.doesNotMatch(words, /[\u202e\u202c\n]|\$\(|\]\(/, key);
  }
});
