/** What a card of the dashboard says of its session: the words of the side bar, and what a row has no room for. Pure. */
import { whyYou } from '../autoYes/words.ts';
import { choices, waitsFor, wayToAnswer } from '../prompts/asked.ts';
import { keysOf, readable } from '../prompts/readableWords.ts';
import type { Session } from '../protocol/protocol.ts';
import type { Layout } from '../sessions/groups/grouping.ts';
import { groupDescription, groupLabel } from '../sessions/groups/groupWords.ts';
import { standing } from '../sessions/rows/order.ts';
import { statusText } from '../sessions/rows/statusWords.ts';
import { type Around, ageText, spoken } from '../sessions/rows/words.ts';
import { joined, NAME, type Plain, plain } from '../shared/plain.ts';
import { agentTitle, hasWorktree, LIVE } from '../shared/sessionFacts.ts';
import { lineCounts, type Translate } from '../shared/words.ts';
import type { Action, Card, Entry, Words } from './messages.ts';

/** Characters of a step that an agent is at. */
const STEP = 100;

export function cardOf(session: Session, around: Around, t: Translate): Card {
  return {
    id: session.id,
    name: plain(session.name, NAME),
    title: plain(session.title),
    standing: standing(session),
    status: statusText(session, t),
    age: ageText(session, around.now, t),
    spoken: spoken(session, around, t),
    facts: facts(session, around, t),
    progress: progress(session, t),
    prompt: prompt(session, t),
    actions: actions(session),
    isLive: LIVE.has(session.status),
  };
}

function facts(session: Session, { agents }: Around, t: Translate): Plain[] {
  const { changes, branch, background, tool, usage } = session;
  const files = changes.files === 1 ? t('1 file') : t('{0} files', changes.files);
  const names = background.map(({ label }) => plain(label, NAME));
  return [
    agentTitle(session, agents),
    plain(branch),
    joined([lineCounts(changes), changes.files > 0 && files]),
    tool ? t('uses {0}', plain(tool, NAME)) : '',
    names.length ? t('in the background: {0}', joined(names, ', ')) : '',
    usage ? used(usage, t) : '',
  ].filter((fact) => fact !== '');
}

function used({ input, output, cost }: NonNullable<Session['usage']>, t: Translate): Plain {
  const tokens = t('{0} tokens', plain((input + output).toLocaleString('en')));
  return joined([tokens, cost !== null && plain(`$${cost.toFixed(2)}`)]);
}

function progress({ progress: at }: Session, t: Translate): Card['progress'] {
  if (!at) return null;
  const percent = at.percent ?? (at.total ? Math.round((100 * at.done) / at.total) : null);
  const steps = at.total > 0 && t('{0} of {1} steps', at.done, at.total);
  return { percent, text: joined([steps, plain(at.doing ?? '', STEP)]) };
}

function prompt(session: Session, t: Translate): Card['prompt'] {
  const asks = session.prompt;
  if (session.status !== 'waiting' || !asks) return null;
  const isAnswered = wayToAnswer(asks) === 'list';
  const keys = isAnswered ? keysOf(asks) : [];
  return {
    promptId: asks.id,
    asked: wayToAnswer(asks) === 'terminal' ? [waitsFor(session, t)] : [plain(asks.title), ...readable(asks, t)],
    why: whyYou(session, t) ?? '',
    answers: !isAnswered
      ? []
      : choices(asks, t).map(({ label, description, choice }, at) => ({
          choice,
          label,
          meaning: asks.options[at]?.meaning ?? 'other',
          keys: [keys[at]?.digit ?? '', keys[at]?.letter ?? ''].filter(Boolean),
          spoken: joined([label, description, plain(session.name, NAME)], ', '),
        })),
  };
}

/** Those that have a meaning for it now, as in the menu of its row. */
function actions(session: Session): Action[] {
  const isLive = LIVE.has(session.status);
  const fits: Record<Action, boolean> = {
    open: isLive && session.status !== 'queued',
    answer: session.status === 'waiting' && wayToAnswer(session.prompt) === 'text',
    changes: session.changes.files > 0 && hasWorktree(session),
    resume: !isLive,
    pause: isLive,
    stop: isLive,
    remove: true,
  };
  return (Object.keys(fits) as Action[]).filter((action) => fits[action]);
}

/** Headings and cards from top to bottom, as the side bar has them. A heading without a card is left out. */
export function entries({ groups, below, rows }: Layout, around: Around, t: Translate): Entry[] {
  const ids = new Map([...rows].map(([id, row]) => [row, id]));
  const under = (key: string, level: number): Entry[] =>
    (below.get(key) ?? []).flatMap((row) => {
      const id = ids.get(row);
      if (id !== undefined) return [{ id }];
      const group = groups.get(row);
      if (!group?.count) return [];
      const label = groupLabel(group, around.personas ?? [], t);
      return [{ group: label, detail: groupDescription(group, t), level }, ...under(row, level + 1)];
    });
  return under('', 2);
}

export function pageWords(t: Translate): Words {
  return {
    dashboard: t('Dashboard'),
    actions: {
      open: t('Open Terminal'),
      answer: t('Answer…'),
      changes: t('Open Changes'),
      resume: t('Resume'),
      pause: t('Pause'),
      stop: t('Stop'),
      remove: t('Remove…'),
    },
    layouts: { grid: t('Grid'), list: t('List') },
    layout: t('Layout'),
    filter: t('Filter…'),
    clearFilter: t('Clear Filter'),
    groupBy: t('Group By…'),
    sessions: t('Sessions'),
    select: t('Select {0}', plain('{0}')),
    selected: t('{0} selected', plain('{0}')),
    selectAll: t('Select All'),
    selectNone: t('Clear Selection'),
    screen: t('Screen of {0}', plain('{0}')),
    noScreen: t('The agent does not run, so that there is no screen.'),
    instruction: t('Instruction for {0}', plain('{0}')),
    instructionHint: t('Instruction; Enter sends it'),
    send: t('Send'),
    tooLarge: t('At most 10 files of 10 MB each can be given at a time.'),
    answers: t('Answers'),
  };
}
