import assert from 'node:assert/strict';
import { test } from 'node:test';
import { statusBar, Waiting } from '../../src/prompts/waiting.ts';
import { session, t, waiting } from '../sample.ts';

const NOW = new Date('2026-01-01T10:05:00Z');
const at = (time: string) => ({ rule: 'x', at: `2026-01-01T${time}Z` });

test('who waits longest comes first', () => {
  const waits = new Waiting().follow([
    session({ id: 'ready', status: 'ready', unread: true, evidence: at('01:00:00') }),
    waiting({}, { id: 'late', evidence: at('10:00:00') }),
    waiting({}, { id: 'early', evidence: at('09:00:00') }),
  ]);
  assert.deepEqual(
    waits.map(({ session }) => session.id),
    ['early', 'late'],
  );
});

test('it waits since its question came, whatever else changes', () => {
  const since = (...rows: ReturnType<typeof waiting>[]) => {
    const follower = new Waiting();
    return rows.map((row) => follower.follow([row])[0]?.since.slice(11, 16) ?? '-');
  };
  const early = waiting({}, { evidence: at('09:00:00') });
  const moved = waiting({}, { evidence: at('09:30:00') });
  const unread = waiting({}, { evidence: at('09:40:00'), prompt: null });
  const other = waiting({ id: 'p2' }, { evidence: at('10:00:00') });
  assert.deepEqual(since(early, moved), ['09:00', '09:00'], 'the selection moved');
  assert.deepEqual(since(early, unread, moved), ['09:00', '09:00', '09:00'], 'not readable for a moment');
  assert.deepEqual(since(unread, other), ['09:40', '09:40'], 'read only now');
  assert.deepEqual(since(early, other), ['09:00', '10:00'], 'another question');
  assert.deepEqual(since(early, session(), moved), ['09:00', '-', '09:30'], 'it worked in between');
});

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
