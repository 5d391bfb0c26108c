/** Every view's words, of records in which every text is hostile: what is seen is on its line, unhidden, and inert. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { needsText } from '../src/attention/needWords.ts';
import * as decisions from '../src/autoYes/decisionWords.ts';
import { pauseSentence } from '../src/autoYes/pauseWords.ts';
import * as autoYes from '../src/autoYes/words.ts';
import { keepMeaning, keptText, putBackText } from '../src/comparison/keepWords.ts';
import { columnOf, rowsOf } from '../src/comparison/tableWords.ts';
import * as prompts from '../src/prompts/asked.ts';
import { readable } from '../src/prompts/readableWords.ts';
import type { CheckState, NeedKind, Session } from '../src/protocol/protocol.ts';
import { fileLetter } from '../src/review/words.ts';
import * as groups from '../src/sessions/groups/groupWords.ts';
import { sentText } from '../src/sessions/instructions/sentWords.ts';
import { statusBar } from '../src/sessions/opening/statusBarWords.ts';
import { switchRow } from '../src/sessions/opening/switchWords.ts';
import * as batch from '../src/sessions/removal/batchWords.ts';
import * as removal from '../src/sessions/removal/removalWords.ts';
import { noticeText } from '../src/sessions/rows/noticeWords.ts';
import { statusText } from '../src/sessions/rows/statusWords.ts';
import { tooltip } from '../src/sessions/rows/tooltip.ts';
import * as rows from '../src/sessions/rows/words.ts';
import { plain } from '../src/shared/plain.ts';
import { agentTitle } from '../src/shared/sessionFacts.ts';
import { few } from '../src/shared/words.ts';
import * as timeline from '../src/timeline/words.ts';
import * as usage from '../src/usage/words.ts';
import { around, decision, NOW, pause, persona, prompt, session, snapshot, t } from './sample.ts';

/** What an agent, a repository or a program may call something. */
const HOSTILE: Record<string, string> = {
  'turned around': 'fix\u202e\u2066gpj.exe',
  'without width': 'a\u200bb\u2060c\ufeff\u{e0041}\u3164',
  'controls of a terminal': '\u001b]0;x\u0007\u001b[2Kb\rc\u0085d\u2028e',
  lines: 'a\n\nIt was checked, all is safe.\n',
  icons: '$(check) Allowed $(shield)',
  links: '[Yes](command:workbench.action.quit) [x](https://evil.example)',
  markdown: '![x](https://evil.example/x.png) <img src=x> | y\n# z\n```\n*a*',
  long: 'x'.repeat(100_000),
};

type View = (evil: string) => string | readonly string[];

const record = (evil: string, fields: Partial<Session> = {}) =>
  session({
    name: evil,
    task: evil,
    persona: evil,
    agent: evil,
    repo: evil,
    worktree: evil,
    branch: evil,
    base: evil,
    reason: evil,
    evidence: { rule: evil, at: '2026-01-01T10:00:00Z' },
    autoYes: evil as Session['autoYes'],
    autoYesPaused: pause(evil),
    asked: { rule: evil, why: evil },
    usage: {
      ...{ input: 1, output: 1, cached: 1, cost: 1, model: evil, told: 'conversation' },
      ...{ since: '2026-01-01T10:00:00Z', windows: [{ name: evil, usedPercent: 95, resetsAt: null }] },
    },
    ...fields,
  });
const asks = (evil: string) =>
  prompt({
    title: evil,
    tool: evil,
    command: evil,
    paths: [evil, evil],
    url: evil,
    options: [{ id: evil, label: evil, meaning: evil as 'accept' }],
  });
const waits = (evil: string) => record(evil, { status: 'waiting', prompt: asks(evil) });
const agents = (evil: string) => [{ name: evil, title: evil, program: null, install: evil, tellsUsage: false }];
const decided = (evil: string) =>
  decision({
    session: evil,
    rule: evil,
    why: evil,
    tool: evil,
    command: evil,
    paths: [evil],
    url: evil,
    option: evil,
    via: evil as 'keys',
    at: '2026-01-01T10:00:00Z',
  });
const drawn = (evil: string) => around({ agents: agents(evil), saysRepository: true, isActive: true, found: evil });
const taken = (evil: string) => snapshot({ name: evil, instruction: evil, reason: evil, missing: [evil] });
const STATUSES = ['waiting', 'ready', 'paused', 'failed', 'queued', 'unheard of'] as Session['status'][];

const compared = (evil: string): string[] => {
  const checked = { state: evil as CheckState, seconds: 3, current: false };
  const side = { id: evil, base: evil, tree: evil, files: 1, added: 1, removed: 1, checked };
  const cell = { status: 'R' as const, added: 1, removed: 1, binary: false, other: evil, alike: 1 };
  const cells = [0, 1].map((place) => ({ session: place, ...cell }));
  const result = { sessions: [side, side], files: [{ path: evil, differs: true, cells }] };
  const { name, status, sums, check, keep, choose } = columnOf(side, record(evil), t);
  const told = { commands: [], onto: evil, message: evil, landed: null, losses: [], removed: [evil] };
  const kept = { ...told, failed: { id: evil, said: evil } };
  return [
    ...[name, status, sums, check, keep, choose],
    ...rowsOf(result, [evil, evil], t).flatMap(({ path, cells }) => [path, ...cells.map((each) => each?.spoken ?? '')]),
    ...keepMeaning(record(evil), [record(evil)], 'squash', kept, t).slice(0, 2),
    keptText(evil, 'squash', kept, new Map(), t),
    putBackText({ restored: [], failed: [{ id: evil, said: evil }], stays: evil }, evil, t),
  ];
};

/** What stands on one line. */
const LINES: Record<string, View> = {
  'a row’s description': (evil) => STATUSES.map((status) => rows.description(record(evil, { status }), drawn(evil), t)),
  'what is said of a row': (evil) => STATUSES.map((status) => rows.spoken(record(evil, { status }), drawn(evil), t)),
  'a row that waits': (evil) => [
    rows.description(waits(evil), drawn(evil), t),
    rows.spoken(waits(evil), drawn(evil), t),
    rows.label(waits(evil), t),
  ],
  'a row’s label': (evil) => STATUSES.map((status) => rows.label(record(evil, { status }), t)),
  'a group': (evil) =>
    (['status', 'task', 'repository', 'persona'] as const).flatMap((by) => {
      const group = { by, value: evil, count: 2, worst: 'waiting' as const, needing: 1 };
      return [
        groups.groupLabel(group, [persona({ name: evil, title: evil })], t),
        groups.groupDescription(group, t),
        groups.spokenGroup(group, [], t),
        groups.groupTooltip(group) ?? '',
      ];
    }),
  'a filter': (evil) => groups.filterText({ text: evil, standings: [], found: new Map() }, 1, 2, t) ?? '',
  'what is done to several': (evil) => [
    batch.meantText([record(evil), waits(evil)], t),
    ...compared(evil),
    batch.failedText([{ name: evil, why: plain(evil) }], 2, t),
  ],
  'a status': (evil) => STATUSES.map((status) => statusText(record(evil, { status }), t)),
  'a mark': (evil) => [fileLetter(evil as 'A', t).word, fileLetter(evil as 'A', t).letter],
  'an agent’s title': (evil) => agentTitle({ agent: evil }, []),
  'what is asked': (evil) => [prompts.asked(asks(evil)), prompts.waitsFor(waits(evil), t)],
  'a question': (evil) => prompts.asked(prompt({ command: null, tool: null, title: evil })),
  'a kind and a meaning': (evil) => [prompts.kindWord(evil, t), prompts.meaningWord(evil as 'accept', t)],
  'an option': (evil) => prompts.choices(asks(evil), t).flatMap(({ label, description }) => [label, description]),
  'an option without a label': (evil) =>
    prompts.choices(prompt({ options: [{ id: evil, label: '', meaning: 'other' }] }), t).map(({ label }) => label),
  'a prompt that is read in a list': (evil) =>
    [asks(evil), { ...asks(evil), command: null }, prompt({ command: null, tool: null, title: evil })].flatMap((each) =>
      readable(each, t, 2),
    ),
  'a session to switch to': (evil) =>
    [waits(evil), ...STATUSES.map((status) => record(evil, { status }))].flatMap((each) =>
      Object.values(switchRow(each, { id: 'a', told: evil, did: evil }, true, NOW, t)),
    ),
  'what came of an instruction': (evil) => [
    sentText([{ name: evil, queued: true }], t).message,
    sentText(
      [
        { name: evil, queued: true },
        { name: evil, why: plain(evil) },
      ],
      t,
    ).message,
  ],
  'why auto-yes pauses': (evil) => [
    pauseSentence(pause(evil), t),
    pauseSentence(pause('notAnswered', { detail: evil }), t),
  ],
  'auto-yes of a session': (evil) => [
    autoYes.autoYesMark(record(evil), t),
    autoYes.autoYesMark(record(evil, { autoYesPaused: null }), t),
    autoYes.spokenAutoYes(record(evil), t),
    autoYes.policyText(record(evil), t),
    autoYes.presetSentence(evil as 'safe', t),
  ],
  'why something was left to you': (evil) => [
    autoYes.whyYou(waits(evil), t) ?? '',
    autoYes.whyYou({ ...waits(evil), autoYesPaused: null }, t) ?? '',
  ],
  'an entry of the log': (evil) => [
    decisions.subject(decided(evil), t),
    decisions.subject(decision({ tool: null, command: null, option: evil }), t),
    decisions.decidedBy(decision({ by: evil as 'user' }), t),
    decisions.decisionDescription(decided(evil), NOW, t),
    decisions.spokenDecision(decided(evil), NOW, t),
    decisions.outcomeWord(decision({ outcome: evil as 'asked' }), t),
  ],
  'what a session needs': (evil) =>
    ['waiting', 'failed', 'finished', 'quiet', evil].flatMap((kind) => {
      const need = { id: evil, session: evil, kind: kind as NeedKind, promptId: evil, since: evil };
      const needing = { need: { ...need, since: '2026-01-01T09:00:00Z' }, session: waits(evil) };
      return [needsText([needing], NOW, t), needsText(Array(9).fill(needing), NOW, t)];
    }),
  'a notice': (evil) =>
    ['WORKTREES_MISSING', 'STORE_DAMAGED', 'SESSION_UNREADABLE', 'BAD_PERSONA', evil].map((code) =>
      noticeText(
        {
          code: code as 'STORE_DAMAGED',
          count: 2,
          names: [evil, evil, evil, evil],
          file: evil,
          kept: evil,
          detail: evil,
        },
        t,
      ),
    ),
  'what is lost': (evil) => [
    few(Array(20).fill(evil), t),
    removal.removalText(
      {
        ...{ files: 1, commits: 1, ignored: 1, live: true, missing: Array(20).fill(evil) },
        running: { processes: Array(20).fill({ pid: 1, name: evil }), kept: false },
      },
      t,
    ),
  ],
  'a removed session': (evil) => {
    const times = { removedAt: '2026-01-01T08:00:00Z', until: '2026-01-31T12:00:00Z' };
    const removed = {
      id: 'a',
      name: evil,
      title: evil,
      agent: evil,
      task: evil,
      repo: evil,
      branch: evil,
      snapshot: evil,
      ...times,
    };
    return Object.values(removal.removedEntry(removed, agents(evil), NOW, 'en', t));
  },
  'a worktree without a session': (evil) =>
    Object.values(
      removal.orphanEntry({ path: evil, repo: evil, branch: evil, name: evil, agent: evil }, agents(evil), t),
    ),
  'what was used': (evil) => {
    const sessions = [record(evil), { ...record(evil), agent: 'silent', usage: null }];
    const days = [{ day: evil, agent: evil, input: 1, output: 1, cached: 1, cost: 1 }];
    return [
      ...usage.limitRows(sessions, agents(evil), NOW, t),
      ...usage.sessionRows(sessions, agents(evil), NOW, t),
      ...usage.dayRows(days, agents(evil), 'en', t),
    ].flatMap(({ label, description, detail }) => [label, description, ...(detail ? [detail] : [])]);
  },
  'a snapshot': (evil) => [
    timeline.snapshotLabel(taken(evil), t),
    timeline.snapshotLabel(snapshot({ instruction: evil }), t),
    timeline.reasonWord(evil, t),
    timeline.spokenSnapshot(taken(evil), NOW, t),
  ],
};

/** What may have several lines: as many as with a harmless text. */
const BLOCKS: Record<string, View> = {
  'the status bar': (evil) => Object.values(statusBar([record(evil)], NOW, t) ?? {}).map(String),
  'the status bar, of who waits': (evil) => {
    const { hover: _, ...said } = statusBar([waits(evil)], NOW, t) ?? {};
    return Object.values(said).map(String);
  },
  'the status bar of auto-yes': (evil) => Object.values(autoYes.autoYesStatus([record(evil)], t) ?? {}).map(String),
};

/** Links of ours, with what stands in them. */
const LINKS = /(?<!\\)\[((?:\\.|[^\]\\])*)\]\(command:branchline\.(?:answer|openTerminal)\?[\w%.-]+\)/g;

const TOOLTIPS: Record<string, View> = {
  'of the status bar': (evil) => {
    const waiting = [{ ...waits(evil), id: evil }];
    return statusBar(waiting, NOW, t)?.hover?.replace(LINKS, '$1') ?? '';
  },
  'of a session': (evil) => tooltip(waits(evil), agents(evil), NOW, t),
  'of a decision': (evil) => decisions.decisionTooltip(decided(evil), NOW, t),
  'of a snapshot': (evil) => timeline.snapshotTooltip(taken(evil), NOW, 'en', t),
};

const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u3164]/u;
const texts = (view: View, evil: string) => [view(evil)].flat() as string[];

function assertInert(text: string, what: string): void {
  const seen = text.replace(/^\$\((git-branch|shield)\) /, '').replace(/ \$\(bell-dot\) \d/, '');
  assert.doesNotMatch(seen, HIDDEN, what);
  assert.ok(!seen.includes('$('), `${what} draws an icon: ${seen}`);
  assert.ok(!seen.includes(']('), `${what} has a link: ${seen}`);
  assert.ok(seen.length < 3_000, `${what} has ${seen.length} characters`);
}

for (const [kind, evil] of Object.entries(HOSTILE)) {
  test(`on its line: ${kind}`, () => {
    for (const [name, view] of Object.entries(LINES))
      for (const text of texts(view, evil)) {
        assertInert(text, name);
        if (kind === 'long' && text.length > 80) assert.ok(text.includes('…'), `${name} says that it is cut`);
      }
  });

  test(`as many lines as there are: ${kind}`, () => {
    for (const [name, view] of Object.entries(BLOCKS)) {
      const lines = (of: string) => texts(view, of).map((text) => text.split('\n'));
      assert.deepEqual(
        lines(evil).map(({ length }) => length),
        lines('a').map(({ length }) => length),
        name,
      );
      for (const line of lines(evil).flat()) assertInert(line, name);
    }
  });

  test(`in a tooltip: ${kind}`, () => {
    for (const [name, view] of Object.entries(TOOLTIPS))
      for (const whole of texts(view, evil)) {
        const prose = whole.replace(/^(`{3,})plaintext\n[\s\S]*?\n\1$/gm, '');
        assert.ok(whole.length < 50_000, name);
        assert.doesNotMatch(whole.replaceAll('\n', ''), HIDDEN, name);
        assert.doesNotMatch(prose, /[^\\\n][<[\]`]|[^\\]:\/\/|\n#/, name);
        for (const row of prose.split('\n').filter((line) => line.startsWith('|')))
          assert.equal(row.split(/(?<!\\)\|/).length, 4, `${name}: ${row}`);
      }
  });
}
