/** What in the settings lets more pass, or starts something else, than the user confirmed last. Pure. */
import { entries, items } from './entries.ts';
import { same } from './same.ts';
import { isWiderRole, namesOther, ownPreset } from './widerRoles.ts';

export { same };

/** By key, without `branchline.`; what is not set is not there. */
export type Settings = Readonly<Record<string, unknown>>;

/** What package.json says of a setting. */
export interface Declared {
  default?: unknown;
  minimum?: number;
  maximum?: number;
}

export type GuardedKey =
  | 'autoYes.default'
  | 'autoYes.personas'
  | 'autoYes.allow'
  | 'autoYes.ask'
  | 'autoYes.deny'
  | 'autoYes.trustedRepositories'
  | 'autoYes.hooks'
  | 'autoYes.sameAnswers'
  | 'autoYes.sameAnswersMinutes'
  | 'autoYes.answersPerMinute'
  | 'autoYes.answersWithoutLook'
  | 'answers'
  | 'pythonPath'
  | 'agents'
  | 'agentPaths'
  | 'personas'
  | 'templates'
  | 'findBareRepositories'
  | 'onWaiting'
  | 'check'
  | 'setupScript'
  | 'runCommand'
  | 'teardownScript'
  | 'scriptEnvironment'
  | 'defaultSession';

/** One thing that became wider: a setting, or an item of it. What was added has no `from`, what is gone no `to`. */
export interface Change {
  key: GuardedKey;
  /** Whose: a persona’s or an agent’s name. */
  of?: string;
  from?: unknown;
  to?: unknown;
}

export interface Compared {
  /** What holds: of both the narrower one. */
  held: Settings;
  changes: readonly Change[];
}

interface Both {
  confirmed: unknown;
  now: unknown;
  declared: Declared;
}

interface Found {
  held: unknown;
  changes: Change[];
}

type Rule = (both: Both, key: GuardedKey, value: (key: GuardedKey) => Both) => Found;

const LEVELS = ['off', 'read-only', 'safe', 'worktree'];

const RULES: Readonly<Record<GuardedKey, Rule>> = {
  'autoYes.default': preset,
  'autoYes.personas': personas,
  'autoYes.allow': additions,
  'autoYes.ask': removals,
  'autoYes.deny': removals,
  'autoYes.trustedRepositories': additions,
  // Either way: without hooks a rule that forbids is not heard of at an agent's own tools.
  'autoYes.hooks': anyOther,
  'autoYes.sameAnswers': higher,
  'autoYes.sameAnswersMinutes': lower,
  'autoYes.answersPerMinute': higher,
  'autoYes.answersWithoutLook': higher,
  answers: additions,
  pythonPath: anyOther,
  agents: eachEntry,
  agentPaths: eachEntry,
  personas: roles,
  templates: named,
  findBareRepositories: anyOther,
  onWaiting: anyOther,
  check: eachCommand,
  setupScript: anyScript,
  runCommand: anyScript,
  teardownScript: anyScript,
  scriptEnvironment: anyOther,
  defaultSession: anyOther,
};

export const GUARDED = Object.keys(RULES) as GuardedKey[];

/** `confirmed` are the guarded ones as the user confirmed them last. */
export function compare(confirmed: Settings, now: Settings, declared: Readonly<Record<string, Declared>>): Compared {
  const both = (key: GuardedKey): Both => ({
    confirmed: confirmed[key] ?? declared[key]?.default,
    now: now[key] ?? declared[key]?.default,
    declared: declared[key] ?? {},
  });
  const held = new Map(Object.entries(now));
  const changes: Change[] = [];
  for (const key of GUARDED) {
    const found = RULES[key](both(key), key, both);
    changes.push(...found.changes);
    if (same(found.held, both(key).now)) continue;
    if (same(found.held, declared[key]?.default)) held.delete(key);
    else held.set(key, found.held);
  }
  return { held: Object.fromEntries(held), changes };
}

/** Those of them that have to be confirmed. */
export function guarded(settings: Settings): Settings {
  return Object.fromEntries(Object.entries(settings).filter(([key]) => key in RULES));
}

/** The sidecar takes a preset that it does not know for off. */
function level(value: unknown): number {
  return Math.max(0, LEVELS.indexOf(value as string));
}

function preset({ confirmed, now }: Both, key: GuardedKey): Found {
  if (level(now) <= level(confirmed)) return { held: now, changes: [] };
  return { held: confirmed, changes: [{ key, from: confirmed, to: now }] };
}

/** A persona that is not named has what its definition says, or the default. */
function personas({ confirmed, now }: Both, key: GuardedKey, value: (key: GuardedKey) => Both): Found {
  const [before, after] = [entries(confirmed), entries(now)];
  const [usual, defined] = [value('autoYes.default'), value('personas')];
  const held = new Map(after);
  const changes: Change[] = [];
  for (const of of new Set([...before.keys(), ...after.keys()])) {
    const from = before.get(of) ?? ownPreset(of, entries(defined.confirmed).get(of), usual.confirmed);
    const to = after.get(of) ?? ownPreset(of, entries(defined.now).get(of), usual.now);
    if (level(to) <= level(from)) continue;
    held.set(of, from);
    changes.push({ key, of, from, to });
  }
  return { held: Object.fromEntries(held), changes };
}

function additions({ confirmed, now }: Both, key: GuardedKey): Found {
  const known = items(confirmed);
  const isKnown = (item: unknown) => known.some((each) => same(each, item));
  const added = items(now).filter((item) => !isKnown(item));
  return { held: items(now).filter(isKnown), changes: added.map((to) => ({ key, to })) };
}

/** A rule that forbids now what it asked about is none that is gone. */
function removals({ confirmed, now }: Both, key: GuardedKey, value: (key: GuardedKey) => Both): Found {
  const there = [...items(now), ...(key === 'autoYes.ask' ? items(value('autoYes.deny').now) : [])];
  const gone = items(confirmed).filter((item) => !there.some((each) => same(each, item)));
  return { held: gone.length ? [...items(now), ...gone] : now, changes: gone.map((from) => ({ key, from })) };
}

function higher(both: Both, key: GuardedKey) {
  return number(both, key, (from, to) => to > from);
}

function lower(both: Both, key: GuardedKey): Found {
  return number(both, key, (from, to) => to < from);
}

/** The sidecar takes the default in place of what is none. */
function number(
  { confirmed, now, declared }: Both,
  key: GuardedKey,
  isWider: (from: number, to: number) => boolean,
): Found {
  const { default: usual, minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = declared;
  const taken = (value: unknown) =>
    (typeof value === 'number' && value >= minimum && value <= maximum ? value : usual) as number;
  const [from, to] = [taken(confirmed), taken(now)];
  return isWider(from, to) ? { held: from, changes: [{ key, from, to }] } : { held: now, changes: [] };
}

function anyOther({ confirmed, now }: Both, key: GuardedKey): Found {
  const isNothing = now !== null && typeof now === 'object' && !Object.keys(now).length;
  if (isNothing || same(confirmed, now)) return { held: now, changes: [] };
  return { held: confirmed, changes: [{ key, from: confirmed, to: now }] };
}

/** Without one, only what the repository has and the user approved is run. */
function anyScript(both: Both, key: GuardedKey): Found {
  return both.now === '' ? { held: both.now, changes: [] } : anyOther(both, key);
}

function roles(both: Both, key: GuardedKey, value: (key: GuardedKey) => Both): Found {
  const usual = value('autoYes.default');
  return widerEntries(both, key, (of, from, to) => {
    const presets = [ownPreset(of, from, usual.confirmed), ownPreset(of, to, usual.now)].map(level);
    return (presets[1] ?? 0) > (presets[0] ?? 0) || isWiderRole(of, from, to);
  });
}

/** What it names may be wider than what the user would have chosen. */
function named(both: Both, key: GuardedKey): Found {
  return widerEntries(both, key, (_, from, to) => to !== undefined && namesOther(from, to));
}

/** One that is gone counts too: the agent of this name is another program then. */
function eachEntry(both: Both, key: GuardedKey): Found {
  return widerEntries(both, key, () => true);
}

/** One that is gone runs nothing. */
function eachCommand(both: Both, key: GuardedKey): Found {
  return widerEntries(both, key, (_of, _from, to) => to !== undefined);
}

/** Of an entry all is held back: what narrows it belongs to what widens it. */
function widerEntries(
  { confirmed, now }: Both,
  key: GuardedKey,
  isWider: (of: string, from: unknown, to: unknown) => boolean,
): Found {
  const [before, after] = [entries(confirmed), entries(now)];
  const others = [...new Set([...before.keys(), ...after.keys()])].filter(
    (of) => !same(before.get(of), after.get(of)) && isWider(of, before.get(of), after.get(of)),
  );
  if (!others.length) return { held: now, changes: [] };
  const held = new Map(after);
  for (const of of others) {
    if (before.has(of)) held.set(of, before.get(of));
    else held.delete(of);
  }
  const changes = others.map((of) => ({ key, of, from: before.get(of), to: after.get(of) }));
  return { held: Object.fromEntries(held), changes };
}
