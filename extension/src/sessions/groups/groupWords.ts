/** How groups of sessions are called, look and sound, and the filter of the list. Pure. */
import * as path from 'node:path';
import { personaIcon, personaTitle } from '../../personas/words.ts';
import type { Persona } from '../../protocol/protocol.ts';
import type { Look } from '../../shared/look.ts';
import { joined, NAME, type Plain, plain, SENTENCES } from '../../shared/plain.ts';
import { known, type Translate } from '../../shared/words.ts';
import type { Standing } from '../rows/order.ts';
import { statusWord } from '../rows/statusWords.ts';
import { STANDING_LOOKS } from '../rows/words.ts';
import { type Filter, isFiltering } from './filter.ts';
import type { Group, Grouping } from './grouping.ts';

export function groupingWord(grouping: Grouping, t: Translate): Plain {
  const words: Record<Grouping, Plain> = {
    status: t('Status'),
    task: t('Task'),
    repository: t('Repository'),
    persona: t('Persona'),
    none: t('No groups'),
  };
  return words[grouping];
}

export function standingWord(standing: Standing, t: Translate): Plain {
  return standing === 'unread' ? t('Ready, not looked at yet') : statusWord(standing, t);
}

/** `Waiting for input`, `web-12`, `shop`. */
export function groupLabel({ by, value }: Group, personas: readonly Persona[], t: Translate): Plain {
  if (by === 'status') return standingWord(value as Standing, t);
  if (by === 'repository') return plain(path.basename(value), NAME);
  if (by === 'persona' && value) return personaTitle(value, personas, t);
  return plain(value, NAME) || (by === 'task' ? t('No task') : t('No persona'));
}

/** Beside it: how many sessions, and how many of them need the user for the worst reason. */
export function groupDescription(group: Group, t: Translate): Plain {
  const count = plain(String(group.count));
  const folder = group.by === 'repository' && plain(path.dirname(group.value));
  return joined([count, group.by !== 'status' && needing(group, t), folder]);
}

export function spokenGroup(group: Group, personas: readonly Persona[], t: Translate): Plain {
  const label = groupLabel(group, personas, t);
  const words: Record<Group['by'], Plain> = {
    status: label,
    task: group.value ? t('Task {0}', label) : label,
    repository: t('Repository {0}', label),
    persona: group.value ? t('Persona {0}', label) : label,
  };
  const count = group.count === 1 ? t('1 session') : t('{0} sessions', group.count);
  return joined([words[group.by], count, group.by !== 'status' && needing(group, t)], ', ');
}

export function groupTooltip({ by, value }: Group): Plain | undefined {
  return by === 'repository' ? plain(value, SENTENCES) : undefined;
}

/** The worst of its sessions gives a task its look. */
export function groupLook({ by, value, worst }: Group, personas: readonly Persona[] = []): Look | undefined {
  const looks: Record<Group['by'], Look | undefined> = {
    status: undefined,
    task: worst && STANDING_LOOKS[worst],
    repository: { icon: 'repo' },
    persona: { icon: personaIcon(value, personas) ?? 'person' },
  };
  return looks[by];
}

function needing({ worst, needing: count }: Group, t: Translate): Plain {
  const words: Partial<Record<Standing, Plain>> = {
    waiting: t('{0} waiting', count),
    failed: t('{0} failed', count),
    unread: t('{0} not looked at', count),
  };
  return (worst && known(words as Record<string, Plain>, worst)) ?? '';
}

/** Above the rows, while not all of them are shown; undefined: they are. */
export function filterText(filter: Filter, shown: number, all: number, t: Translate): Plain | undefined {
  if (!isFiltering(filter)) return undefined;
  const statuses = joined(
    filter.standings.map((each) => standingWord(each, t)),
    ', ',
  );
  const what = joined([filter.text && t('“{0}”', plain(filter.text, NAME)), statuses]);
  return t('Filter: {0}. {1} of {2} sessions are shown; “Clear Filter” shows all.', what, shown, all);
}
