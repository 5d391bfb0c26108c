/** Words that every part says: how long ago, a date, a list that is cut, how much changed. Pure: `t` translates. */
import { joined, NAME, type Plain, plain } from './plain.ts';

/** `message` is written in the code; what is put into it is plain. */
export type Translate = ((message: string, ...args: (Plain | number)[]) => Plain) & {
  /** There are texts in the user's language, other than the English ones that the code has. */
  readonly isTranslated?: boolean;
};

/**
 * What a table has for a word of the protocol. Tables have all words that there are: a new one does not compile without.
 * undefined: only a newer sidecar knows it, and it is shown as it is.
 */
export function known<W extends string, T>(table: Record<W, T>, word: string): T | undefined {
  return Object.hasOwn(table, word) ? table[word as W] : undefined;
}

const MINUTE = 60;
const HOUR = 3600;
const DAY = 24 * HOUR;
/** Names in a list that is cut. */
const NAMES = 10;

/** `+12 −3`, or nothing when nothing changed. */
export function lineCounts(changes: { added: number; removed: number; files?: number }): Plain {
  if (!changes.added && !changes.removed && !changes.files) return '';
  return plain(`+${changes.added} −${changes.removed}`);
}

export function spokenChanges(changes: { files: number; added: number; removed: number }, t: Translate): Plain {
  if (!changes.files) return t('no changes');
  const files = changes.files === 1 ? t('1 file changed') : t('{0} files changed', changes.files);
  return t('{0}, {1} lines added, {2} removed', files, changes.added, changes.removed);
}

/** How long ago, in the largest unit that says enough. No seconds: what is drawn stands there for a while. */
export function span(iso: string, now: Date, t: Translate): Plain {
  const seconds = secondsSince(iso, now);
  const unit = unitOf(seconds);
  const count = Math.round(seconds / unit);
  if (seconds < MINUTE) return t('less than a minute');
  if (unit === MINUTE) return t('{0} min', count);
  return unit === HOUR ? t('{0} h', count) : t('{0} days', count);
}

/** As `span`, where there is little room. */
export function shortSpan(iso: string, now: Date, t: Translate): Plain {
  return secondsSince(iso, now) < MINUTE ? t('now') : span(iso, now, t);
}

/** For how many seconds, at least 1, that span stays what is to be said. */
export function spanHolds(iso: string, now: Date): number {
  const seconds = secondsSince(iso, now);
  if (seconds < MINUTE) return MINUTE - seconds;
  const unit = unitOf(seconds);
  return (Math.round(seconds / unit) + 0.5) * unit - seconds;
}

function unitOf(seconds: number): number {
  if (Math.round(seconds / MINUTE) < 60) return MINUTE;
  return Math.round(seconds / HOUR) < 48 ? HOUR : DAY;
}

export function age(iso: string, now: Date, t: Translate): Plain {
  return t('{0} ago', span(iso, now, t));
}

/** 0 where clocks differ. */
function secondsSince(iso: string, now: Date): number {
  return Math.max(0, Math.round((now.getTime() - Date.parse(iso)) / 1000));
}

/** `12.3 GB`, in steps of 1024 as VS Code says it. */
export function sizeText(bytes: number): Plain {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let rest = bytes;
  let unit = 0;
  while (rest >= 999.5 && unit < units.length - 1) {
    rest /= 1024;
    unit += 1;
  }
  return plain(`${rest.toFixed(unit && rest < 99.95 ? 1 : 0)} ${units[unit]}`);
}

/** A date and a time of day as people write them there. */
export function time(iso: string, locale: string): Plain {
  return plain(new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(iso)));
}

/** A count as people write large ones: `1,200`. */
export function grouped(count: number, t: Translate): Plain {
  if (count < 1000) return plain(`${count}`);
  const rest = `${count % 1000}`.padStart(3, '0');
  return t('{0},{1}', grouped(Math.floor(count / 1000), t), plain(rest));
}

/** The first of them, and how many more there are. */
export function cut(items: readonly Plain[], most: number, t: Translate): Plain[] {
  return items.length <= most ? [...items] : [...items.slice(0, most), t('and {0} more', items.length - most)];
}

/** `a.bin, b.bin and 3 more`. */
export function few(names: readonly string[], t: Translate): Plain {
  const list = joined(
    names.slice(0, NAMES).map((name) => plain(name, NAME)),
    ', ',
  );
  return names.length > NAMES ? t('{0} and {1} more', list, names.length - NAMES) : list;
}
