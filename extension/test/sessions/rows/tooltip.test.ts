import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tooltip } from '../../../src/sessions/rows/tooltip.ts';
import { changes, prompt, session, t, waiting } from '../../sample.ts';

const AGENTS = [{ name: 'claude', title: 'Claude Code', program: '/bin/claude', install: 'npm i', tellsUsage: true }];
const NOW = new Date('2026-01-01T10:05:00Z');

const bare = (text: string) => text.replaceAll('\\', '');
const tip = (row: Parameters<typeof tooltip>[0]) => tooltip(row, AGENTS, NOW, t);

test('it says what is known', () => {
  const text = bare(tip(session({ changes: changes({ files: 1, added: 2 }), task: 'web-12.3' })));
  for (const part of [
    '**fix-login**\n\nFix the login\n\n',
    '| Status | Running |',
    '| Because | claude: spinner, 5 min ago |',
    '| Agent | Claude Code |',
    '| Branch | branchline/fix-login |',
    '| Worktree | /code/shop.worktrees/fix-login |',
    '| Base | 0123456789 |',
    '| Changes | 1 file changed, 2 lines added, 0 removed |',
    '| Task | web-12.3 |',
  ])
    assert.ok(text.includes(part), part);
  assert.ok(bare(tip(session({ status: 'ready', reason: 'api error' }))).includes('| Status | Ready · api error |'));
});

test('it says what snapshots do not hold, and why there is none', () => {
  const unkept = ['core.dump', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l'];
  const text = bare(tip(session({ snapshotFailed: 'git took longer than 120 s.', unkept })));
  assert.ok(text.includes('| Snapshots fail | git took longer than 120 s. |'), text);
  assert.match(text, /\| Not in snapshots \| core\.dump, a, .* and \d more \|/);
  assert.doesNotMatch(tip(session()), /napshots/);
});

test('it says what one session alone has, of variables the names', () => {
  const own = {
    subfolder: 'packages/web',
    arguments: ['--model', 'fast'],
    environment: ['API_TOKEN'],
    limits: ['answersPerMinute=5'],
    nextLimits: [],
  };
  const text = bare(tip(session(own)));
  for (const part of [
    '| Subfolder | packages/web |',
    '| Extra arguments | --model fast |',
    '| Extra variables | API_TOKEN |',
    '| Its own limits | 5 answers in a minute |',
    '| With the next start | no limits of its own |',
  ])
    assert.ok(text.includes(part), part);
  assert.doesNotMatch(bare(tip(session())), /Subfolder|Extra/);
});

test('it shows all that is asked, the command whole', () => {
  const command = `echo ${'x'.repeat(2000)}\nrm -rf build`;
  const asks = { command, paths: ['src/a.py'], url: 'https://example.com' };
  const text = tip(waiting(asks));
  assert.ok(text.includes(`\`\`\`plaintext\n${command}\n\`\`\``));
  for (const part of [
    'Do you want to proceed?',
    'Tool: Bash',
    '- src/a.py',
    'Address: https://example.com',
    '- Yes *(accepts this once)*',
    '- No (esc) *(rejects)*',
    '| Waits for | approval |',
  ])
    assert.ok(bare(text).includes(part), part);
});

test('nothing that people and agents wrote is obeyed', () => {
  const evil = '[x](command:evil) ![p](https://evil/p.png) <img src=x> https://evil.example\n# y\n| a | b |';
  const row = waiting(
    {
      title: evil,
      tool: evil,
      paths: [evil],
      url: evil,
      command: '```\n[x](command:evil)\n````',
      options: [{ id: '1', label: evil, meaning: 'other' }],
    },
    {
      name: evil,
      title: evil,
      branch: evil,
      worktree: evil,
      repo: evil,
      task: evil,
      evidence: { rule: evil, at: '2026-01-01' },
    },
  );
  const text = tip(row);
  const [before, fence, code] = text.match(/^([\s\S]*?)\n(`{5,})plaintext\n([\s\S]*?)\n\2\n/)?.slice(1) ?? [];
  assert.ok(before && fence && code, 'the fence is longer than any in the command');
  assert.equal(code, '```\n[x](command:evil)\n````');
  const prose = text.replace(`${fence}plaintext\n${code}\n${fence}`, '');
  assert.doesNotMatch(prose, /[^\\][<[\]]/, 'no link, picture or tag begins');
  assert.doesNotMatch(prose, /[^\\]:\/\//, 'no address becomes a link');
  assert.doesNotMatch(prose, /\n#/);
  assert.ok(prose.split('\n').every((line) => !line.startsWith('|') || line.split(/(?<!\\)\|/).length === 4));
});

test('a prompt without a command has no empty block', () => {
  assert.ok(!tip(waiting({ ...prompt(), command: null })).includes('```'));
});
