/** Everything that the page is told, of records of which every text was made by chance and by ill will. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cardOf, entries, pageWords } from '../../src/dashboard/cardWords.ts';
import { Painted } from '../../src/dashboard/painting.ts';
import type { Session } from '../../src/protocol/protocol.ts';
import { arranged } from '../../src/sessions/groups/grouping.ts';
import { visible } from '../../src/shared/plain.ts';
import { around, changes, prompt, session, t } from '../sample.ts';

const ROUNDS = 60;
const PARTS = [
  '<img src=x onerror=alert(1)>',
  '[y](command:workbench.action.quit)',
  '$(check)',
  '\u202e\u2066',
  '\u200b\u{e0041}\u3164',
  '\u001b[2K\u0007\u009b31m\r',
  '\n\n',
  '\ud800',
  'a\u0300\u0301\u0302\u0303\u0304\u0305',
  '🙂',
  'שלום',
  'x'.repeat(9_000),
  '{0}',
  ' ',
  '',
];
/** What names something and is nowhere shown. */
const KEYS = new Set(['id', 'promptId', 'choice', 'keys', 'standing', 'meaning', 'actions', 'type']);

function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A session, at any status, that may have anything that a card shows. */
function hostile(roll: () => number, id: string): Session {
  const one = <T>(list: readonly T[]): T => list[Math.floor(roll() * list.length)] as T;
  const evil = () => Array.from({ length: 1 + Math.floor(roll() * 4) }, () => one(PARTS)).join('');
  const option = () => ({ id: evil(), label: evil(), meaning: one(['accept', 'reject', 'acceptAlways', 'other']) });
  const asks = () =>
    prompt({
      kind: one(['approval', 'question', 'password', 'trust']),
      title: evil(),
      tool: one([null, evil()]),
      command: one([null, evil()]),
      paths: [evil(), evil()],
      url: one([null, evil()]),
      options: [option(), option()] as never,
      takesText: roll() < 0.5,
    });
  const work = { id: evil(), kind: one(['subagent', 'shell', 'server', 'process']), label: evil(), since: evil() };
  return session({
    id,
    ...{ name: evil(), title: evil(), task: one([null, evil()]), persona: one([null, evil()]), agent: evil() },
    ...{ branch: evil(), reason: one([null, evil()]), tool: one([null, evil()]), repo: evil() },
    status: one(['waiting', 'waiting', 'working', 'ready', 'failed', evil()]) as Session['status'],
    prompt: asks(),
    changes: changes({ files: 2, added: 1, removed: 1 }),
    background: one([[], [work]]) as Session['background'],
    progress: one([null, { done: 1, total: 3, doing: evil(), percent: one([null, 40]) }]) as Session['progress'],
    usage: {
      ...{ input: 5, output: 5, cached: 0, cost: 1, model: evil(), told: 'conversation' },
      since: '',
      windows: [],
    },
  });
}

/** Every text with the names that lead to it. */
function texts(value: unknown, path: string[] = []): [string, string][] {
  if (typeof value === 'string') return [[path.join('.'), value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => (KEYS.has(name) ? [] : texts(each, [...path, name])));
}

function shown(what: unknown, round: number): void {
  for (const [path, text] of texts(what)) {
    assert.equal(visible(text), text, `${path} in round ${round} hides something`);
    assert.doesNotMatch(text, /[\n\r]/, `${path} in round ${round} has lines`);
    assert.doesNotMatch(text, /\$\(|\]\(/, `${path} in round ${round} has an icon or a link`);
    assert.ok(text.length < 8_000, `${path} in round ${round} has no end`);
  }
}

test('whatever sessions are called and ask, what the page is told has nothing hidden in it, and an end', () => {
  const roll = dice(16);
  for (let round = 0; round < ROUNDS; round++) {
    const sessions = ['a', 'b'].map((id) => hostile(roll, id));
    shown(
      sessions.map((each) => cardOf(each, around(), t)),
      round,
    );
    for (const by of ['status', 'task', 'repository', 'persona', 'none'] as const)
      shown(entries(arranged(sessions, by as 'status'), around(), t), round);
  }
  shown(pageWords(t), 0);
});

test('whatever a terminal shows, its lines hide nothing on the page', () => {
  const roll = dice(17);
  const painted = new Painted();
  for (let round = 0; round < ROUNDS; round++) {
    const line = () => Array.from({ length: 3 }, () => PARTS[Math.floor(roll() * 11)]).join('');
    const lines = [line(), line()];
    const styles = ['1:Bf1 2:f#ff0000 9', '3 4:x 5:"><b>'];
    for (const [, stretches] of painted.next({ id: 'a', cols: 80, rows: 2, lines, styles })?.lines ?? [])
      for (const [text] of stretches) {
        assert.equal(visible(text), text, `round ${round}`);
        assert.doesNotMatch(text, /[\n\r\u202e]/, `round ${round}`);
      }
  }
});
