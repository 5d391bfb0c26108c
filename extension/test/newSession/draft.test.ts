import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  aboutIssue,
  EMPTY,
  inRepository,
  inRole,
  lineOf,
  numberIn,
  offered,
  remembered,
  requests,
  wholeInstruction,
  wordsOf,
} from '../../src/newSession/draft.ts';

const agent = (name: string, program: string | null = '/bin/x') => ({
  name,
  title: name,
  program,
  install: 'npm i',
  tellsUsage: true,
});
const AGENTS = [agent('claude', null), agent('codex'), agent('demo')];
const FROM = { repos: ['/a', '/b'], current: undefined, agents: AGENTS, defaultAgent: 'claude' };

test('the repository is that of the file in front, else the last one, else the first', () => {
  const repo = (given: object, last: object, current?: string) => offered(given, last, { ...FROM, current }).repo;
  assert.equal(repo({}, {}), '/a');
  assert.equal(repo({}, { repo: '/b' }), '/b');
  assert.equal(repo({}, { repo: '/b' }, '/a'), '/a');
  assert.equal(repo({ repo: '/b' }, { repo: '/a' }, '/a'), '/b', 'what was given goes before all');
  assert.equal(repo({ repo: '/gone' }, { repo: '/gone' }, '/gone'), '/a', 'what is not there is not offered');
});

test('the agent is the last one, else that of the setting, else the first that is installed', () => {
  const agents = (given: object, last: object, defaultAgent = 'claude') =>
    offered(given, last, { ...FROM, defaultAgent }).agents;
  assert.deepEqual(agents({}, { agents: ['demo', 'codex'] }), ['demo', 'codex']);
  assert.deepEqual(agents({}, { agents: ['gone'] }, 'demo'), ['demo']);
  assert.deepEqual(agents({}, { agents: ['claude'] }), ['codex'], 'one that is not installed is not offered');
  assert.deepEqual(agents({ agents: ['demo'] }, { agents: ['codex'] }), ['demo']);
});

test('repository, agents, persona and auto-yes are remembered, what is of one session is not', () => {
  const draft = {
    ...EMPTY,
    repo: '/b',
    agents: ['codex'],
    autoYes: 'safe' as const,
    name: 'x',
    task: 'web-1',
    copies: 3,
  };
  const again = offered({}, remembered(draft), FROM);
  assert.deepEqual(again, { ...EMPTY, repo: '/b', agents: ['codex'], autoYes: 'safe' });
});

test('another repository has other branches and folders', () => {
  const draft = { ...EMPTY, repo: '/a', base: { kind: 'from', name: 'main' } as const, subfolder: 'src' };
  assert.equal(inRepository(draft, '/a'), draft);
  assert.deepEqual(inRepository(draft, '/b'), { ...draft, repo: '/b', base: { kind: 'head' }, subfolder: '' });
});

test('a persona that is meant for an agent has it, where that is installed', () => {
  const persona = (name: string, agent: string | null) => ({
    name,
    agent,
    title: name,
    icon: 'person',
    description: '',
    arguments: [],
    autoYes: 'off' as const,
    readOnly: false,
    autoYesLimits: [],
    limits: null,
    builtIn: true,
  });
  const personas = [persona('any', null), persona('its', 'codex'), persona('gone', 'claude')];
  const agents = (name: string) => inRole({ ...EMPTY, agents: ['demo'] }, name, { personas, agents: AGENTS }).agents;
  assert.deepEqual([agents('any'), agents('its'), agents('gone')], [['demo'], ['codex'], ['demo']]);
});

test('an issue’s number is read off the instruction', () => {
  for (const [text, number] of [
    ['#123', 123],
    ['Fix #7, please', 7],
    ['Fix (#7)', 7],
    ['#1 and #2', 1],
    ['color #123abc', undefined],
    ['a#7', undefined],
    ['# 7', undefined],
    ['#12345678', undefined],
    ['', undefined],
  ] as const)
    assert.equal(numberIn(text), number, text);
});

test('what an instruction is about goes along, and a bare number gives way to its issue', () => {
  const issue = aboutIssue({ number: 7, title: 'Login', text: 'Issue #7: Login\n\nIt fails.', isPullRequest: false });
  assert.equal(issue.label, 'Issue #7: Login');
  const whole = (instruction: string, ...about: { label: string; text: string }[]) =>
    wholeInstruction({ instruction, about });
  assert.equal(whole(' Fix it '), 'Fix it');
  assert.equal(whole('#7'), '#7');
  assert.equal(whole('#7', issue), issue.text);
  assert.equal(whole('Fix #7', issue), `Fix #7\n\n${issue.text}`);
  assert.equal(whole('', { label: 'a.ts', text: 'File a.ts' }, issue), `File a.ts\n\n${issue.text}`);
});

test('each agent is asked for as often as there are copies, and what is not chosen is left out', () => {
  assert.deepEqual(requests({ ...EMPTY, repo: '/a', agents: ['demo'] }), [{ repo: '/a', agent: 'demo' }]);
  const many = requests({ ...EMPTY, repo: '/a', agents: ['demo', 'codex'], copies: 2, instruction: 'Fix it' });
  assert.deepEqual(
    many.map(({ agent, instruction }) => [agent, instruction]),
    ['demo', 'demo', 'codex', 'codex'].map((name) => [name, 'Fix it']),
  );
  const all = {
    ...EMPTY,
    repo: '/a',
    agents: ['demo'],
    name: 'n',
    task: 'web-1',
    persona: 'qa',
    autoYes: 'off' as const,
    subfolder: 'src',
    arguments: ['-v'],
    environment: ['A=1'],
    limits: ['sameAnswers=3'],
  };
  const { instruction: _, about: __, agents: ___, base: ____, copies: _____, ...rest } = all;
  assert.deepEqual(requests(all), [{ ...rest, agent: 'demo' }]);
});

test('a base is a commit-ish, a branch to work on, or a pull request’s commit', () => {
  const of = (base: Parameters<typeof requests>[0]['base']) => {
    const [params] = requests({ ...EMPTY, repo: '/a', agents: ['demo'], base });
    return [params?.base, params?.branch];
  };
  assert.deepEqual(of({ kind: 'head' }), [undefined, undefined]);
  assert.deepEqual(of({ kind: 'from', name: 'v1' }), ['v1', undefined]);
  assert.deepEqual(of({ kind: 'changes' }), [undefined, undefined]);
  assert.deepEqual(of({ kind: 'on', name: 'topic' }), [undefined, 'topic']);
  assert.deepEqual(of({ kind: 'pullRequest', number: 7, commit: 'abc' }), ['abc', undefined]);
});

test('only who asks for it begins with the main checkout’s changes', () => {
  const of = (kind: 'head' | 'changes') => requests({ ...EMPTY, repo: '/a', agents: ['demo'], base: { kind } });
  assert.deepEqual(of('changes'), [{ repo: '/a', agent: 'demo', withChanges: true }]);
  assert.deepEqual(of('head'), [{ repo: '/a', agent: 'demo' }]);
});

test('a line is taken apart as a shell does, and put together again', () => {
  for (const [line, words] of [
    ['', []],
    ['  --model  fast ', ['--model', 'fast']],
    [`-m 'a b' "c \\"d\\" $e" f\\ g`, ['-m', 'a b', 'c "d" $e', 'f g']],
    [`A='x y'z`, ['A=x yz']],
    [`''`, ['']],
    [`it's`, [`it's`]],
    ['a\\', ['a\\']],
  ] as const)
    assert.deepEqual(wordsOf(line), words, line);
  for (const words of [['a', 'b c', `it's`, '', '$(x)', 'A=b"c'], []]) assert.deepEqual(wordsOf(lineOf(words)), words);
});
