/** What agents used, in words: on a session's tooltip, and in the list of all. Pure. */
import type { Agent, LimitWindow, Session, Usage, UsedDay } from '../protocol/protocol.ts';
import { joined, NAME, type Plain, plain } from '../shared/plain.ts';
import { agentTitle } from '../shared/sessionFacts.ts';
import { age, span, type Translate } from '../shared/words.ts';

/** Percent of a limit from which on it is near. */
const NEAR = 90;

type Counts = Pick<Usage, 'input' | 'output' | 'cached' | 'cost'>;

/** `950`, `12.3k`, `4.5M`. */
export function countText(count: number): Plain {
  const units = ['', 'k', 'M', 'G', 'T'];
  let rest = count;
  let unit = 0;
  while (rest >= 999.5 && unit < units.length - 1) {
    rest /= 1000;
    unit += 1;
  }
  const digits = unit && rest < 99.95 ? 1 : 0;
  return plain(`${rest.toFixed(digits).replace(/\.0$/, '')}${units[unit]}`);
}

/** `12.3k tokens in (9.8k cached), 1.2k out · US$ 0.42`. */
export function usedText({ input, output, cached, cost }: Counts, t: Translate): Plain {
  const tokens = cached
    ? t('{0} tokens in ({1} cached), {2} out', countText(input), countText(cached), countText(output))
    : t('{0} tokens in, {1} out', countText(input), countText(output));
  return joined([tokens, cost !== null && costText(cost, t)]);
}

function costText(cost: number, t: Translate): Plain {
  return t('US$ {0}', plain(cost.toFixed(cost > 0 && cost < 0.01 ? 4 : 2)));
}

/** `5 h: 91 % used, resets in 40 min`. */
export function windowText(window: LimitWindow, now: Date, t: Translate): Plain {
  return t('{0}: {1}', windowName(window.name, t), spentText(window, now, t));
}

function spentText({ usedPercent, resetsAt }: LimitWindow, now: Date, t: Translate): Plain {
  const percent = Math.round(usedPercent);
  if (resetsAt === null) return near(usedPercent, t('{0} % used', percent), t);
  if (Date.parse(resetsAt) <= now.getTime()) return t('was reset since it was told');
  const left = span(now.toISOString(), new Date(resetsAt), t);
  return near(usedPercent, t('{0} % used, resets in {1}', percent, left), t);
}

function near(percent: number, text: Plain, t: Translate): Plain {
  return percent >= NEAR ? t('{0}: the limit is near', text) : text;
}

function windowName(name: string, t: Translate): Plain {
  const [, count, unit] = /^(\d{1,4})([hd])$/.exec(name) ?? [];
  if (count === undefined) return plain(name, NAME);
  return unit === 'h' ? t('{0} h', Number(count)) : t('{0} days', Number(count));
}

/** For a session's tooltip. */
export function usageFacts(session: Session, agents: readonly Agent[], now: Date, t: Translate): [Plain, Plain][] {
  const { usage } = session;
  if (usage === null) {
    return tells(session.agent, agents) ? [] : [[t('Usage'), t('This agent tells nothing of it.')]];
  }
  const model = usage.model === null ? '' : plain(usage.model, NAME);
  const rounded = usage.told === 'screen' && t('rounded by the agent');
  const limits = usage.windows.map((window): [Plain, Plain] => [t('Account limit'), windowText(window, now, t)]);
  return [[t('Usage'), joined([usedText(usage, t), model, rounded])], ...limits];
}

/** What an agent of a newer sidecar, or one whose definition is gone, tells is not known. */
function tells(name: string, agents: readonly Agent[]): boolean {
  return agents.find((agent) => agent.name === name)?.tellsUsage ?? true;
}

/** A row of the list of all; one with an id stands for a session. */
export interface UsageRow {
  label: Plain;
  description: Plain;
  detail?: Plain;
  id?: string;
}

/** The limits that were told last, each agent's; those of an account are in all of its sessions. */
export function limitRows(sessions: readonly Session[], agents: readonly Agent[], now: Date, t: Translate): UsageRow[] {
  const last = new Map<string, Session>();
  for (const session of sessions) {
    if (!session.usage?.windows.length) continue;
    const other = last.get(session.agent);
    if (!other || session.updatedAt > other.updatedAt) last.set(session.agent, session);
  }
  return [...last.values()].flatMap((session) =>
    (session.usage?.windows ?? []).map((window) => ({
      label: t('{0}, {1}', agentTitle(session, agents), windowName(window.name, t)),
      description: spentText(window, now, t),
    })),
  );
}

/** Each session, the one first that used most. */
export function sessionRows(
  sessions: readonly Session[],
  agents: readonly Agent[],
  now: Date,
  t: Translate,
): UsageRow[] {
  const size = ({ usage }: Session) => (usage ? usage.input + usage.output : -1);
  return [...sessions]
    .sort((a, b) => size(b) - size(a))
    .map((session) => {
      const { usage } = session;
      const nothing = tells(session.agent, agents) ? t('It told nothing yet.') : t('This agent tells nothing of it.');
      const detail = joined([
        agentTitle(session, agents),
        usage?.model != null && plain(usage.model, NAME),
        usage && t('since {0}', age(usage.since, now, t)),
        usage?.told === 'screen' && t('rounded by the agent'),
      ]);
      return {
        label: plain(session.name, NAME),
        description: usage ? usedText(usage, t) : nothing,
        detail,
        id: session.id,
      };
    });
}

/** Each day's sum, with what each agent has of it; removed sessions are in it. */
export function dayRows(days: readonly UsedDay[], agents: readonly Agent[], locale: string, t: Translate): UsageRow[] {
  const byDay = new Map<string, UsedDay[]>();
  for (const each of days) byDay.set(each.day, [...(byDay.get(each.day) ?? []), each]);
  return [...byDay].map(([day, parts]) => ({
    label: dayText(day, locale),
    description: usedText(sum(parts), t),
    detail: joined(parts.map((part) => t('{0}: {1}', agentTitle(part, agents), usedText(part, t)))),
  }));
}

function sum(parts: readonly Counts[]): Counts {
  const of = (count: (part: Counts) => number) => parts.reduce((all, part) => all + count(part), 0);
  const isTold = parts.some(({ cost }) => cost !== null);
  return {
    input: of(({ input }) => input),
    output: of(({ output }) => output),
    cached: of(({ cached }) => cached),
    cost: isTold ? of(({ cost }) => cost ?? 0) : null,
  };
}

/** A day has no time zone: it is the user's own, as the sidecar wrote it. */
function dayText(day: string, locale: string): Plain {
  const at = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(at.getTime())) return plain(day, NAME);
  return plain(new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(at));
}
