import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Waiting } from '../../src/prompts/waiting.ts';
import { statusBar } from '../../src/sessions/statusBarWords.ts';
import { session, t, waiting } from '../sample.ts';

const NOW = new Date('2026-01-01T10:05:00Z');
const at = (time: string) => ({ rule: 'x', at: `2026-01-01T${time}Z` });

test('the status bar counts, and is hidden where there is nothing to count', () => {
  assert.equal(statusBar([], [], NOW, t), undefined);
  assert.deepEqual(statusBar([session()], [], NOW, t), {
    text: '$(git-branch) 1 session',
    spoken: 'Branchline: 1 session',
    tooltip: 'Fix login: Running',
    warning: false,
  });
});

test('it warns only when one waits, and says who, for how long and for what', () => {
  const sessions = [
    session(),
    waiting({}, { id: 'b', name: 'Second\nline', evidence: at('10:00:00') }),
    waiting({ kind: 'login' }, { id: 'c', name: 'Third', evidence: at('08:05:00') }),
  ];
  assert.deepEqual(statusBar(sessions, new Waiting().follow(sessions), NOW, t), {
    text: '$(git-branch) 3 sessions $(bell-dot) 2 waiting',
    spoken: 'Branchline: 3 sessions, 2 wait for input',
    tooltip: '2 wait for input\nThird, for 2 h: login\nSecond ⏎ line, for 5 min: Bash touch hello.txt',
    warning: true,
  });
});

test('its tooltip stays on the screen', () => {
  const sessions = Array.from({ length: 25 }, (_, n) => waiting({}, { id: `s${n}`, name: `S${n}` }));
  const lines = statusBar(sessions, new Waiting().follow(sessions), NOW, t)?.tooltip.split('\n') ?? [];
  assert.equal(lines.length, 12);
  assert.equal(lines.at(-1), 'and 15 more');
});
