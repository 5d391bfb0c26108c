/** package.json against its texts and the code: nothing is named that is not there. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { decisionContext } from '../src/autoYes/decisionWords.ts';
import { PRESETS } from '../src/autoYes/words.ts';
import type { Session, Status } from '../src/protocol/protocol.ts';
import { contextValue } from '../src/sessions/rows/words.ts';
import { snapshotContext } from '../src/timeline/words.ts';
import { ALWAYS, changes, decision, NO, session, waiting, YES } from './sample.ts';

const read = (name: string) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
const manifest = JSON.parse(read('package.json'));
const texts = JSON.parse(read('package.nls.json'));
const { contributes } = manifest;

interface Entry {
  command: string;
  when: string;
  group: string;
}
/** Of rows, with what stands in their submenus. */
const menu: Entry[] = Object.entries(contributes.menus as Record<string, Entry[]>)
  .filter(([name]) => name === 'view/item/context' || name.startsWith('branchline.session.'))
  .flatMap(([, entries]) => entries.filter(({ command }) => command));
const inline = menu.filter(({ group }) => group.startsWith('inline'));

const STATUSES = Object.keys({
  queued: 0,
  starting: 0,
  working: 0,
  waiting: 0,
  ready: 0,
  paused: 0,
  failed: 0,
  completed: 0,
} satisfies Record<Status, 0>) as Status[];

/** Whether a menu's entry is there for a row: all of its `viewItem` patterns match. */
function matches(entry: Entry, row: Session): boolean {
  return fits(entry, contextValue(row));
}

function fits({ when }: Entry, context: string): boolean {
  const patterns = [...when.matchAll(/viewItem =~ \/(.*?)\/(?= |$)/g)].map(
    ([, pattern]) => new RegExp(pattern as string),
  );
  return patterns.length > 0 && patterns.every((pattern) => pattern.test(context));
}

/** The buttons of a row, from left to right. */
function buttons(row: Session): string[] {
  return inline
    .filter((each) => matches(each, row))
    .sort((a, b) => a.group.localeCompare(b.group))
    .map(({ command }) => command.replace('branchline.', ''));
}

test('every %text% of the manifest exists, and none is left over', () => {
  const used = [...JSON.stringify(manifest).matchAll(/"%([^%"]+)%"/g)].map((match) => match[1] as string);
  assert.deepEqual([...new Set(used)].sort(), Object.keys(texts).sort());
});

test('menus name declared commands, and each command has an icon and a category', () => {
  const declared = new Set(contributes.commands.map((each: { command: string }) => each.command));
  const submenus = new Set(contributes.submenus.map((each: { id: string }) => each.id));
  for (const [menu, entries] of Object.entries(
    contributes.menus as Record<string, { command: string; submenu: string }[]>,
  ))
    for (const { command, submenu } of entries)
      assert.ok(command ? declared.has(command) : submenus.has(submenu), `${menu}: ${command ?? submenu}`);
  for (const each of contributes.commands) {
    assert.equal(each.category, 'Branchline');
    assert.match(each.icon, /^\$\([a-z-]+\)$/);
  }
});

test('the commands that are declared are those that the code registers', () => {
  const registered = [
    ...[
      'src/commands.ts',
      'src/reviewCommands.ts',
      'src/runCommands.ts',
      'src/setupCommands.ts',
      'src/newSession/commands.ts',
      'src/history/commands.ts',
      'src/dashboard/dashboard.ts',
    ]
      .map(read)
      .join('')
      .matchAll(/\b(?:command|onOrigin|onSessions?|onRow|onSnapshot)\(\s*'(\w+)',/g),
  ].map(([, name]) => `branchline.${name}`);
  const declared = contributes.commands.map((each: { command: string }) => each.command);
  assert.deepEqual(registered.sort(), declared.sort());
});

test('every button on a row has a name to be spoken', () => {
  for (const { command } of inline) {
    const { title } = contributes.commands.find((each: { command: string }) => each.command === command);
    assert.ok(texts[title.replaceAll('%', '')].length > 1, command);
  }
});

test('a row that asks has a button for each plain answer, and none beside them that ends or removes', () => {
  assert.deepEqual(buttons(waiting({ options: [YES, ALWAYS, NO] })), ['answerYes', 'answerNo', 'answer']);
  assert.deepEqual(buttons(waiting({ kind: 'trust', options: [YES, NO] })), ['answerYes', 'answerNo', 'answer']);
  assert.deepEqual(buttons(waiting({ kind: 'login' })), ['answer', 'openTerminal']);
  assert.deepEqual(buttons(waiting({ kind: 'question' }, { autoYes: 'safe' })), ['autoYes', 'answer', 'openTerminal']);
});

test('other rows have the buttons that make sense for them', () => {
  const changed = session({ changes: changes({ files: 1, added: 1 }) });
  assert.deepEqual(buttons(changed), ['openChanges', 'pause']);
  assert.deepEqual(buttons(session({ ...changed, status: 'ready' })), ['openChanges', 'sendInstruction']);
  assert.deepEqual(buttons(session({ ...changed, status: 'paused' })), ['openChanges', 'resume', 'remove']);
  assert.deepEqual(buttons(session({ status: 'failed' })), ['resume', 'remove']);
});

test('no row has more than three buttons, which would hide what it says, and whatever they do is in its menu too', () => {
  const subsets = <T>([first, ...rest]: readonly T[]): T[][] =>
    first === undefined ? [[]] : subsets(rest).flatMap((some) => [some, [first, ...some]]);
  const rows = STATUSES.flatMap((status) =>
    subsets(['changed', 'freed', 'unread', 'autoYes', 'asked', 'unmade', 'pinned'] as const).flatMap((some) => {
      const fields: Partial<Session> = {
        status,
        freed: some.includes('freed'),
        unread: some.includes('unread'),
        pinned: some.includes('pinned'),
        autoYes: some.includes('autoYes') ? 'safe' : 'off',
        asked: some.includes('asked') ? { rule: 'preset', why: 'The preset safe does not allow rm.' } : null,
        ...(some.includes('changed') && { changes: changes({ files: 1, added: 1 }) }),
        ...(some.includes('unmade') && { worktree: '' }),
      };
      return status === 'waiting'
        ? subsets([YES, ALWAYS, NO]).map((options) => waiting({ options }, fields))
        : [session(fields)];
    }),
  );
  assert.ok(new Set(rows.map(contextValue)).size > 200);
  const others = [
    'file',
    ...['timeline;', 'timeline;worktree;', snapshotContext(true), snapshotContext(false)],
    ...[true, false].map((here) => decisionContext(decision({ outcome: 'asked' }), here)),
  ];
  for (const context of [...rows.map(contextValue), ...others]) {
    const shown = (entries: Entry[]) => entries.filter((each) => fits(each, context)).map(({ command }) => command);
    const [beside, below] = [shown(inline), shown(menu.filter((each) => !inline.includes(each)))];
    assert.ok(beside.length <= 3, `${context} ${beside}`);
    for (const command of beside) {
      const same = /answer(Yes|Always|No)$/.test(command) ? 'branchline.answer' : command;
      assert.ok(below.includes(same), `${context} ${command}`);
    }
  }
});

test('what stands in a view’s title is that view’s', () => {
  for (const { when, group } of contributes.menus['view/title'] as Entry[]) {
    assert.match(when, /^view == branchline\.\w+( |$)/);
    assert.ok(group);
  }
});

test('answering from the context menu is for rows that wait; the buttons’ own commands are in no palette', () => {
  const shown = (row: Session, group: RegExp) =>
    menu.filter((each) => group.test(each.group) && matches(each, row)).map(({ command }) => command);
  assert.deepEqual(shown(waiting({ kind: 'question' }), /_answer@/), [
    'branchline.answer',
    'branchline.answerAlwaysSo',
  ]);
  assert.deepEqual(shown(waiting(), /_answer@/), ['branchline.answer', 'branchline.answerAlways']);
  assert.deepEqual(shown(session(), /_answer@/), []);
  assert.ok(shown(session(), /./).includes('branchline.reportUnknownScreen'));
  assert.ok(!shown(session({ status: 'failed' }), /./).includes('branchline.reportUnknownScreen'));
  for (const name of ['answerYes', 'answerAlways', 'answerNo']) {
    const entry = contributes.menus.commandPalette.find(({ command }: Entry) => command === `branchline.${name}`);
    assert.equal(entry.when, 'false', name);
  }
});

const settings: Record<string, { scope: string } & Record<string, never>> = Object.assign(
  {},
  ...contributes.configuration.map(({ properties }: { properties: object }) => properties),
);

test('whatever executes, or lets something pass, cannot be set by a workspace', () => {
  const properties = Object.keys(settings).map((key) => key.replace('branchline.', ''));
  const autoYes = properties.filter((key) => key.startsWith('autoYes.'));
  assert.equal(autoYes.length, 11);
  for (const key of ['pythonPath', 'agents', 'agentPaths', 'worktreesFolder', 'onWaiting', 'answers', ...autoYes])
    assert.equal(settings[`branchline.${key}`]?.scope, 'machine', key);
});

test('the README says which settings a workspace can set: all the others are the machine’s', () => {
  const open = Object.keys(settings).filter((key) => settings[key]?.scope !== 'machine');
  const [, sentence = ''] = /^They are settings of the machine: (.+?)\.$/ms.exec(read('../README.md')) ?? [];
  assert.deepEqual(open.sort(), [...sentence.matchAll(/`(branchline\.\w+)`/g)].map(([, key]) => key).sort());
});

test('each preset that can be set is explained', () => {
  // biome-ignore lint/suspicious/noExplicitAny: what a manifest says of a setting has no type
  const properties = settings as Record<string, any>;
  const chosen = properties['branchline.autoYes.default'];
  for (const { enum: words, enumDescriptions } of [
    chosen,
    properties['branchline.autoYes.personas'].additionalProperties,
  ]) {
    assert.deepEqual(words, PRESETS);
    assert.equal(enumDescriptions.length, words.length);
  }
  assert.equal(chosen.default, 'off');
});

test('a row has a shield where auto-yes is on, and says why it asks where that is known', () => {
  assert.deepEqual(buttons(session({ autoYes: 'safe' })), ['autoYes', 'pause']);
  assert.ok(!buttons(session()).includes('autoYes'));
  const shown = (row: Session) => menu.filter((each) => matches(each, row)).map(({ command }) => command);
  const asked = { rule: 'preset', why: 'The preset safe does not allow rm.' };
  const left = shown(waiting({}, { autoYes: 'safe', asked }));
  assert.ok(left.includes('branchline.autoYesWhy') && left.includes('branchline.autoYesAllowNext'));
  assert.ok(!shown(waiting()).includes('branchline.autoYesAllowNext'));
  assert.ok(shown(session()).includes('branchline.autoYes'), 'it can be turned on where it is off');
});

test('of the log’s entries those that were asked can be allowed, and those whose session is there be opened', () => {
  const shown = (value: string) =>
    inline
      .filter(({ when }) => when.includes('branchline.autoYesLog'))
      .filter(({ when }) => new RegExp(when.match(/viewItem =~ \/(.*)\/$/)?.[1] ?? '$^').test(value))
      .map(({ command }) => command);
  const asked = decision({ outcome: 'asked' });
  assert.deepEqual(shown(decisionContext(asked, true)), [
    'branchline.autoYesAllowNext',
    'branchline.autoYesOpenSession',
  ]);
  assert.deepEqual(shown(decisionContext(asked, false)), ['branchline.autoYesAllowNext']);
  assert.deepEqual(shown(decisionContext(decision(), true)), ['branchline.autoYesOpenSession']);
  const undoable = decision({ before: 4, after: 5 });
  assert.deepEqual(shown(decisionContext(undoable, true)), [
    'branchline.undoDecision',
    'branchline.autoYesOpenSession',
  ]);
  assert.deepEqual(shown(decisionContext(undoable, false)), []);
});

test('a session can be paused while it is live, and its disk freed as long as there is a worktree', () => {
  const shown = (row: Session) =>
    menu.filter((each) => matches(each, row)).map(({ command }) => command.replace('branchline.', ''));
  const live = shown(session());
  assert.ok(live.includes('pause') && live.includes('pauseAndFreeDisk') && live.includes('stop'));
  const paused = shown(session({ status: 'paused', reason: 'paused' }));
  assert.ok(!paused.includes('pause') && paused.includes('pauseAndFreeDisk') && paused.includes('resume'));
  const freed = shown(session({ status: 'paused', reason: 'paused', freed: true }));
  assert.ok(freed.includes('resume') && freed.includes('remove') && freed.includes('copyBranch'));
  assert.ok(!freed.includes('pauseAndFreeDisk') && !freed.includes('openWorktree'));
});

test('a row is pinned, or unpinned', () => {
  const shown = (row: Session) =>
    menu.filter((each) => matches(each, row)).map(({ command }) => command.replace('branchline.', ''));
  const [loose, pinned] = [shown(session()), shown(session({ pinned: true }))];
  assert.deepEqual([loose.includes('pin'), loose.includes('unpin')], [true, false]);
  assert.deepEqual([pinned.includes('pin'), pinned.includes('unpin')], [false, true]);
});

test('instructions can be taken back while some wait to be typed', () => {
  const shown = (row: Session) =>
    menu.some((each) => each.command === 'branchline.takeBackInstructions' && matches(each, row));
  assert.deepEqual([shown(session()), shown(session({ pending: 1 }))], [false, true]);
});

test('snapshots can be compared and gone on from always, restored and compared with now where the worktree is', () => {
  const shown = (context: string) =>
    new Set(menu.filter((each) => fits(each, context)).map(({ command }) => command.replace('branchline.', '')));
  const always = ['compareWithPrevious', 'compareWithBase', 'newSessionFromHere', 'nameSnapshot'];
  assert.deepEqual(shown(snapshotContext(false)), new Set(always));
  assert.deepEqual(shown(snapshotContext(true)), new Set([...always, 'compareWithNow', 'restoreFiles']));
  assert.deepEqual(shown('timeline;worktree;'), new Set(['takeSnapshot']));
  assert.deepEqual(shown('timeline;'), new Set());
  for (const name of [...always, 'compareWithNow', 'restoreFiles']) {
    const entry = contributes.menus.commandPalette.find(({ command }: Entry) => command === `branchline.${name}`);
    assert.equal(entry?.when, 'false', `${name} needs a row`);
  }
});

test('only a process that runs under a session can be ended from its row', () => {
  const shown = (context: string) => menu.filter((each) => fits(each, context)).map(({ command }) => command);
  assert.deepEqual(shown('work;process;'), ['branchline.endProcess']);
  assert.deepEqual(shown('work;'), []);
});

test('interrupted sessions are resumed from the view’s title only where there are some', () => {
  for (const name of ['view/title', 'commandPalette']) {
    const entry = contributes.menus[name].find(({ command }: Entry) => command === 'branchline.resumeAll');
    assert.match(entry.when, /&& branchline\.someInterrupted$/);
  }
});

test('an untrusted workspace gets nothing, with the reason', () => {
  assert.equal(manifest.capabilities.untrustedWorkspaces.supported, false);
  assert.ok(texts['untrusted'].length > 20);
  assert.deepEqual(manifest.extensionKind, ['workspace']);
});

test('the bundle for translators holds every text of the code, in whatever folder, and no other', () => {
  const found = new Set<string>();
  for (const name of readdirSync(new URL('../src', import.meta.url), { encoding: 'utf8', recursive: true }))
    if (name.endsWith('.ts'))
      for (const [, text] of read(`src/${name}`).matchAll(/\bt\(\s*'((?:[^'\\]|\\.)*)'/g)) found.add(text as string);
  assert.deepEqual(Object.keys(JSON.parse(read('l10n/bundle.l10n.json'))), [...found].sort());
});
