/** The context menus of rows: short at the top, and nothing that a row can do is out of reach. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { decisionContext } from '../src/autoYes/decisionWords.ts';
import type { Session, Status } from '../src/protocol/protocol.ts';
import { contextValue } from '../src/sessions/rows/words.ts';
import { snapshotContext } from '../src/timeline/words.ts';
import { ALWAYS, changes, decision, NO, session, waiting, YES } from './sample.ts';

const MOST = 12;
const PALETTE = 'commandPalette';

interface Entry {
  command?: string;
  submenu?: string;
  when: string;
  group: string;
}
const { contributes } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const menus: Record<string, Entry[]> = contributes.menus;
const submenus: string[] = contributes.submenus.map(({ id }: { id: string }) => id);

/** All that a session can have beside its status. */
const ALL: Partial<Session> = {
  unread: true,
  pinned: true,
  pending: 1,
  autoYes: 'safe',
  asked: { rule: 'preset', why: 'The preset safe does not allow rm.' },
  answers: false,
  notes: 2,
  reviewed: '0123',
  comments: { open: 1, pending: 1, state: '' },
  changes: changes({ files: 1, added: 1 }),
  tried: '/code/shop',
  run: { status: 'running', exitCode: null, port: 41010, url: 'http://localhost:41010', oneAtATime: false },
  setupWaits: { source: '.branchline/setup', digest: '0' },
  setup: { status: 'running', source: 'settings', exitCode: null, detail: '' },
  pullRequest: {
    number: 7,
    url: 'https://github.com/o/r/pull/7',
    state: 'open',
    checks: { passed: 1, failed: 1, pending: 0 },
    threads: 2,
  },
};
const SET_UP = { status: 'failed', source: 'settings', exitCode: 1, detail: '' } as const;
const GOING = { tries: 1, most: 3, stage: 'told', ended: null } as const;
const RAN = { status: 'failed', exitCode: 1, port: null, url: null, oneAtATime: false } as const;
const STATUSES = Object.keys({
  queued: 0,
  starting: 0,
  working: 0,
  ready: 0,
  paused: 0,
  failed: 0,
  completed: 0,
} satisfies Record<Exclude<Status, 'waiting'>, 0>) as Status[];
const sessions: Session[] = STATUSES.flatMap((status) =>
  [
    {},
    { worktree: '' },
    ALL,
    { ...ALL, freed: true },
    { ...ALL, keepGoing: GOING },
    { setup: SET_UP },
    { run: RAN },
  ].map((fields) => session({ ...fields, status })),
);
const options = [YES, ALWAYS, NO];
const asking: Session[] = [{}, ALL].flatMap((fields) => [
  waiting({ options }, fields),
  waiting({ kind: 'question', options }, fields),
  waiting({ kind: 'login' }, fields),
]);

/** Each kind of row by its context and its view. */
const rows: [view: string, context: string][] = [
  ...[...sessions, ...asking].map((each): [string, string] => ['branchline.sessions', contextValue(each)]),
  ...['file', 'folder', 'work;process;', 'work;', 'timeline;', 'timeline;worktree;'].map(
    (context): [string, string] => ['branchline.sessions', context],
  ),
  ...[true, false].map((here): [string, string] => ['branchline.sessions', snapshotContext(here)]),
  ...['asked', 'answered'].map((outcome): [string, string] => [
    'branchline.autoYesLog',
    decisionContext(decision({ outcome: outcome as 'asked', before: 4, after: 5 }), true),
  ]),
];

/** The entries of a menu that VS Code shows for a row; a submenu without any is not there. */
function shown(menu: string, [view, context]: [string, string]): Entry[] {
  const fits = ({ when }: Entry) =>
    (!when.includes('view ==') || when.includes(`view == ${view}`)) &&
    [...when.matchAll(/viewItem =~ \/(.*?)\/(?= |$)/g)].every(([, pattern]) =>
      new RegExp(pattern as string).test(context),
    ) &&
    [...when.matchAll(/viewItem == (\w+)/g)].every(([, word]) => word === context);
  return (menus[menu] ?? []).filter(
    (each) => fits(each) && (each.submenu === undefined || shown(each.submenu, [view, context]).length > 0),
  );
}

const below = (row: [string, string]) =>
  shown('view/item/context', row).filter(({ group }) => !group.startsWith('inline'));

test('no row’s context menu has more entries than are seen at a glance, and no submenu either', () => {
  assert.ok(rows.some((row) => below(row).length > 8));
  for (const row of rows) {
    assert.ok(below(row).length <= MOST, `${row[1]}: ${below(row).map(({ command, submenu }) => command ?? submenu)}`);
    for (const { submenu } of below(row))
      if (submenu) assert.ok(shown(submenu, row).length <= MOST, `${row[1]}: ${submenu}`);
  }
});

test('what is used most is not in a submenu', () => {
  const top = (row: Session) => below(['branchline.sessions', contextValue(row)]).map(({ command }) => command);
  for (const name of ['answer', 'openTerminal', 'openChanges', 'sendInstruction', 'remove'])
    assert.ok(top(waiting()).includes(`branchline.${name}`), name);
  for (const name of ['resume', 'openChanges', 'remove'])
    assert.ok(top(session({ status: 'paused' })).includes(`branchline.${name}`), name);
});

test('an entry stands once in all that a row’s menu shows', () => {
  for (const row of rows) {
    const all = below(row).flatMap((each) => (each.submenu ? shown(each.submenu, row) : [each]));
    const commands = all.map(({ command }) => command);
    assert.deepEqual(commands, [...new Set(commands)], row[1]);
  }
});

test('each submenu stands in a menu, has a title, and has something for a session', () => {
  const used = Object.values(menus).flatMap((entries) => entries.flatMap(({ submenu }) => submenu ?? []));
  assert.deepEqual([...used].sort(), [...submenus].sort());
  for (const { id, label } of contributes.submenus) {
    assert.equal(label, `%submenu.${id.split('.').at(-1)}%`);
    assert.ok(sessions.some((each) => shown(id, ['branchline.sessions', contextValue(each)]).length));
  }
});

test('every command of a row’s menu has a row that shows it', () => {
  const seen = new Set(
    rows.flatMap((row) =>
      ['view/item/context', ...submenus].flatMap((menu) => shown(menu, row).map(({ command }) => command)),
    ),
  );
  const inRows = ['view/item/context', ...submenus].flatMap((menu) =>
    (menus[menu] ?? []).flatMap(({ command }) => command ?? []),
  );
  assert.deepEqual(
    [...new Set(inRows)].filter((command) => !seen.has(command)),
    [],
  );
});

test('every command is in the palette, or in a menu that is not only a button on a row', () => {
  const reachable = new Set(
    Object.entries(menus).flatMap(([menu, entries]) =>
      entries
        .filter(({ when, group }) => (menu === PALETTE ? when !== 'false' : !isButton(menu, group)))
        .map(({ command }) => command),
    ),
  );
  const inPalette = new Set(menus[PALETTE]?.map(({ command }) => command));
  const out = contributes.commands
    .map(({ command }: { command: string }) => command)
    .filter((command: string) => inPalette.has(command) && !reachable.has(command));
  // What a row's buttons answer is what `answer` offers; the others are run by what is clicked in an editor.
  assert.deepEqual(out, [
    'branchline.giveToAgent',
    'branchline.answerYes',
    'branchline.answerNo',
    'branchline.historySnapshot',
  ]);
});

function isButton(menu: string, group: string): boolean {
  return menu === 'view/item/context' && group.startsWith('inline');
}
