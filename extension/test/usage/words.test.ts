import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Usage } from '../../src/protocol/protocol.ts';
import { countText, dayRows, limitRows, sessionRows, usageFacts, usedText, windowText } from '../../src/usage/words.ts';
import { session, t } from '../sample.ts';

const NOW = new Date('2026-01-01T10:00:00Z');
const AGENTS = [
  { name: 'claude', title: 'Claude Code', program: null, install: '', tellsUsage: true },
  { name: 'demo', title: 'Demo', program: null, install: '', tellsUsage: false },
];
const used = (changed: Partial<Usage> = {}): Usage => ({
  ...{ input: 12_345, output: 1_200, cached: 9_800, cost: null, model: 'opus', windows: [] },
  ...{ since: '2026-01-01T09:00:00Z', told: 'conversation' },
  ...changed,
});
const window = (usedPercent: number, resetsAt: string | null = null, name = '5h') => ({ name, usedPercent, resetsAt });

test('counts are short', () => {
  const counts = [0, 950, 999, 1_000, 12_345, 999_400, 999_600, 1_234_567, 45_000_000_000];
  assert.deepEqual(counts.map(countText), ['0', '950', '999', '1k', '12.3k', '999k', '1M', '1.2M', '45G']);
});

test('a cost is said where the agent tells one', () => {
  assert.equal(usedText(used(), t), '12.3k tokens in (9.8k cached), 1.2k out');
  assert.equal(usedText(used({ cached: 0, cost: 0.42 }), t), '12.3k tokens in, 1.2k out · US$ 0.42');
  assert.match(usedText(used({ cost: 0.0012 }), t), / · US\$ 0\.0012$/);
  assert.match(usedText(used({ cost: 0 }), t), / · US\$ 0\.00$/);
});

test('a limit says when it is reset, and that it is near', () => {
  assert.equal(windowText(window(12.4), NOW, t), '5 h: 12 % used');
  assert.equal(
    windowText(window(91.5, '2026-01-01T10:40:00Z'), NOW, t),
    '5 h: 92 % used, resets in 40 min: the limit is near',
  );
  assert.equal(windowText(window(89, '2026-01-03T12:00:00Z', '7d'), NOW, t), '7 days: 89 % used, resets in 2 days');
  assert.equal(windowText(window(100, '2026-01-01T09:00:00Z'), NOW, t), '5 h: was reset since it was told');
  assert.equal(windowText(window(5, null, 'weekly'), NOW, t), 'weekly: 5 % used');
});

test('a tooltip has what was told, or that nothing is', () => {
  const facts = (changed: Parameters<typeof session>[0]) => usageFacts(session(changed), AGENTS, NOW, t);
  assert.deepEqual(facts({ agent: 'claude', usage: null }), []);
  assert.deepEqual(facts({ agent: 'gone', usage: null }), []);
  assert.deepEqual(facts({ agent: 'demo', usage: null }), [['Usage', 'This agent tells nothing of it.']]);
  assert.deepEqual(facts({ usage: used({ told: 'screen', model: null, windows: [window(95)] }) }), [
    ['Usage', '12.3k tokens in (9.8k cached), 1.2k out · rounded by the agent'],
    ['Account limit', '5 h: 95 % used: the limit is near'],
  ]);
});

test('sessions come by what they used, those without a word of it last', () => {
  const rows = sessionRows(
    [
      session({ id: 'a', name: 'a', agent: 'demo' }),
      session({ id: 'b', name: 'b', usage: used() }),
      session({ id: 'c', name: 'c', usage: used({ input: 1_000_000 }) }),
      session({ id: 'd', name: 'd', agent: 'claude' }),
    ],
    AGENTS,
    NOW,
    t,
  );
  assert.deepEqual(
    rows.map(({ id }) => id),
    ['c', 'b', 'a', 'd'],
  );
  assert.equal(rows[1]?.detail, 'Claude Code · opus · since 1 h ago');
  assert.equal(rows[2]?.description, 'This agent tells nothing of it.');
  assert.equal(rows[3]?.description, 'It told nothing yet.');
});

test('of an account’s limits those that were told last are shown', () => {
  const older = session({ updatedAt: '2026-01-01T08:00:00Z', usage: used({ windows: [window(10)] }) });
  const newer = session({
    updatedAt: '2026-01-01T09:00:00Z',
    usage: used({ windows: [window(20), window(3, null, '7d')] }),
  });
  assert.deepEqual(limitRows([newer, older, session()], AGENTS, NOW, t), [
    { label: 'Claude Code, 5 h', description: '20 % used' },
    { label: 'Claude Code, 7 days', description: '3 % used' },
  ]);
});

test('a day is the sum of its agents, with the costs that are told', () => {
  const part = (agent: string, cost: number | null) => ({
    day: '2026-11-28',
    agent,
    input: 1_000,
    output: 10,
    cached: 0,
    cost,
  });
  const [day] = dayRows([part('claude', null), part('opencode', 0.5)], AGENTS, 'en', t);
  assert.deepEqual(day, {
    label: 'Nov 28, 2026',
    description: '2k tokens in, 20 out · US$ 0.50',
    detail: 'Claude Code: 1k tokens in, 10 out · opencode: 1k tokens in, 10 out · US$ 0.50',
  });
  assert.equal(dayRows([{ ...part('claude', null), day: 'some day' }], AGENTS, 'en', t)[0]?.label, 'some day');
  assert.match(dayRows([part('claude', null)], AGENTS, 'en', t)[0]?.description ?? '', /out$/);
});
