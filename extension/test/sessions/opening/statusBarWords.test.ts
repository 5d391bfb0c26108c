import assert from 'node:assert/strict';
import { test } from 'node:test';
import { statusBar, statusBarHolds } from '../../../src/sessions/opening/statusBarWords.ts';
import { session, t, waiting } from '../../sample.ts';

const NOW = new Date('2026-01-01T10:05:00Z');
const at = (time: string) => `2026-01-01T${time}Z`;

/** Where a link leads. */
const to = (command: string, id: string) =>
  `command:branchline.${command}?%5B%7B%22kind%22%3A%22session%22%2C%22id%22%3A%22${id}%22%7D%5D`;

test('the status bar counts, and is hidden where there is nothing to count', () => {
  assert.equal(statusBar([], NOW, t), undefined);
  assert.deepEqual(statusBar([session()], NOW, t), {
    text: '$(git-branch) 1 session',
    spoken: 'Branchline: 1 session',
    tooltip: 'fix-login: Running',
    command: 'branchline.focusNext',
    warning: false,
  });
});

test('it warns only when one waits, and says who, for how long and for what', () => {
  const sessions = [
    session(),
    waiting({}, { id: 'b', name: 'Second\nline', since: at('10:00:00') }),
    waiting({ kind: 'login' }, { id: 'c', name: 'Third', since: at('08:05:00') }),
  ];
  assert.deepEqual(statusBar(sessions, NOW, t), {
    text: '$(git-branch) 3 sessions $(bell-dot) 2 waiting',
    spoken: 'Branchline: 3 sessions, 2 wait for input',
    tooltip: '2 wait for input\nThird, for 2 h: login\nSecond ⏎ line, for 5 min: Bash touch hello.txt',
    hover: [
      '**2 wait for input**\n',
      `- [Third](${to('openTerminal', 'c')}) for 2 h\\: login`,
      `- [Second ⏎ line](${to('openTerminal', 'b')}) for 5 min\\: Bash touch hello\\.txt [Answer…](${to('answer', 'b')})`,
    ].join('\n'),
    command: 'branchline.answerNext',
    warning: true,
  });
});

test('its tooltip stays on the screen', () => {
  const sessions = Array.from({ length: 25 }, (_, n) => waiting({}, { id: `s${n}`, name: `S${n}` }));
  const lines = statusBar(sessions, NOW, t)?.tooltip.split('\n') ?? [];
  assert.equal(lines.length, 12);
  assert.equal(lines.at(-1), 'and 15 more');
  const { hover = '' } = statusBar(sessions, NOW, t) ?? {};
  assert.deepEqual([hover.split('\n').length, hover.split('\n').at(-1)], [13, '- and 15 more']);
});

test('who has just begun to wait is not said to wait for 0 s, and the tooltip is drawn anew as soon as it is wrong', () => {
  const sessions = [
    waiting({}, { id: 'a', name: 'First', since: at('10:02:00') }),
    waiting({}, { id: 'b', name: 'Second', since: at('10:05:00') }),
  ];
  const lines = statusBar(sessions, NOW, t)?.tooltip.split('\n') ?? [];
  assert.equal(lines[2], 'Second, for less than a minute: Bash touch hello.txt');
  const holds = statusBarHolds(sessions, NOW);
  assert.equal(holds, 30, 'what is said first to be wrong counts: First waits for 4 min then');
  const later = new Date(NOW.getTime() + 60_000);
  assert.match(statusBar(sessions, later, t)?.tooltip ?? '', /Second, for 1 min:/);
  assert.equal(statusBarHolds([], NOW), undefined, 'nothing is drawn anew where nobody waits');
});
