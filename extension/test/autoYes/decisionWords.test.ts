import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as words from '../../src/autoYes/decisionWords.ts';
import type { Decision } from '../../src/protocol/protocol.ts';
import { decision, t } from '../sample.ts';

const NOW = new Date('2026-01-01T10:05:00Z');
const EVERY: [Partial<Decision>, string][] = [
  [{}, 'Approved'],
  [{ decision: 'deny' }, 'Refused'],
  [{ decision: 'ask', by: 'user', rule: 'user' }, 'Answered'],
  [{ decision: 'ask', outcome: 'asked' }, 'Left to you'],
  [{ decision: 'deny', outcome: 'refused' }, 'Refused'],
  [{ outcome: 'stale' }, 'Came too late: the agent asked something else'],
  [{ outcome: 'notAnswered' }, 'Failed: the answer did not take'],
  [{ outcome: 'stopped' }, 'Stopped before it was answered'],
];

test('each outcome has its own word and icon', () => {
  for (const [fields, word] of EVERY) assert.equal(words.outcomeWord(decision(fields), t), word);
  const icons = new Map(EVERY.map(([fields, word]) => [word, words.decisionLook(decision(fields)).icon]));
  assert.equal(new Set(icons.values()).size, icons.size);
});

test('an outcome of a newer sidecar is shown as it is', () => {
  const newer = decision({ outcome: 'postponed' as Decision['outcome'] });
  assert.equal(words.outcomeWord(newer, t), 'postponed');
  assert.ok(words.decisionLook(newer).icon);
});

test('the subject is the command, else the files, else the address', () => {
  const none = { command: null, option: null };
  const subject = (fields: Partial<Decision>) => words.subject(decision(fields), t);
  assert.equal(subject({}), 'Bash npm test');
  assert.equal(subject({ ...none, tool: 'Edit', paths: ['a.py', 'b.py'] }), 'Edit a.py, b.py');
  assert.equal(subject({ ...none, tool: 'WebFetch', url: 'https://example.com' }), 'WebFetch https://example.com');
  assert.equal(subject({ ...none, tool: null }), 'A prompt');
  assert.equal(subject({ command: 'a\nrm -rf b\u202e' }), 'Bash a ⏎ rm -rf b\\u{202e}');
});

test('beside it stand who decided, for which session and when', () => {
  assert.equal(words.decisionDescription(decision(), NOW, t), 'preset safe · fix-login · 2 min ago');
  const own = decision({ by: 'user', rule: 'user' });
  assert.equal(words.decisionDescription(own, NOW, t), 'you · fix-login · 2 min ago');
  const afar = decision({ by: 'token', rule: 'user' });
  assert.equal(words.decisionDescription(afar, NOW, t), 'a one-time token · fix-login · 2 min ago');
});

test('who listens hears it all', () => {
  assert.equal(
    words.spokenDecision(decision(), NOW, t),
    'Approved, Bash npm test, by preset safe, Allowed: npm test., session fix-login, 2 min ago',
  );
});

test('the tooltip has every field in words, and obeys none', () => {
  const whole = decision({ paths: ['src/a.py'], url: 'https://example.com' });
  const text = words.decisionTooltip(whole, NOW, t).replaceAll('\\', '');
  for (const part of [
    '**Approved**',
    'Allowed: npm test.',
    '```plaintext\nnpm test\n```',
    'Tool: Bash',
    '- src/a.py',
    'Address: https://example.com',
    '| Answer | Yes |',
    '| Decided by | preset safe |',
    '| Answered by | keys in the terminal |',
    '| Session | fix-login |',
    '| When | 2026-01-01T10:03:00Z, 2 min ago |',
  ])
    assert.ok(text.includes(part), part);
  const evil = '[x](command:evil) <img src=x> | y\n# z';
  const fields = { tool: evil, session: evil, rule: evil, why: evil, option: evil, url: evil, at: evil };
  const prose = words.decisionTooltip(decision({ ...fields, command: null, paths: [evil] }), NOW, t);
  assert.doesNotMatch(prose, /[^\\][<[\]]/);
  assert.doesNotMatch(prose, /\n#/);
});
