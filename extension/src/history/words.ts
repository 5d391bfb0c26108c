/** What a history is asked for by. Pure. */
import { joined, NAME, type Plain, plain } from '../shared/plain.ts';
import type { Translate } from '../shared/words.ts';
import type { Scope } from './scopes.ts';

export const KINDS = ['instruction', 'prompt', 'answer', 'status', 'result', 'snapshot', 'note', 'session'] as const;
export type Kind = (typeof KINDS)[number];

export function kindWord(kind: Kind, t: Translate): Plain {
  const words: Record<Kind, Plain> = {
    instruction: t('Instructions'),
    prompt: t('What agents asked'),
    answer: t('Answers, with the rule'),
    status: t('Status'),
    result: t('Ends of agents'),
    snapshot: t('Snapshots'),
    note: t('Notes'),
    session: t('What was made, named and removed'),
  };
  return words[kind];
}

export const SPANS = ['any', 'day', 'week', 'month'] as const;
export type Span = (typeof SPANS)[number];
const DAYS: Record<Exclude<Span, 'any'>, number> = { day: 1, week: 7, month: 30 };

export function spanWord(since: Span, t: Translate): Plain {
  const words: Record<Span, Plain> = {
    any: t('From the beginning'),
    day: t('The last 24 hours'),
    week: t('The last 7 days'),
    month: t('The last 30 days'),
  };
  return words[since];
}

/** When it begins; undefined for the beginning. */
export function sinceOf(span: Span, now: Date): string | undefined {
  return span === 'any' ? undefined : new Date(now.getTime() - DAYS[span] * 86_400_000).toISOString();
}

/** What stands on the document's tab: `name` is the session's, which is not in the scope. */
export function tabName(scope: Scope, name: string | undefined, t: Translate): Plain {
  const folder = scope.repo?.split('/').findLast((part) => part !== '');
  const about = name ?? scope.task ?? folder;
  const title = about === undefined ? t('History') : t('History of {0}', plain(about, NAME));
  return scope.before === undefined ? title : joined([title, plain(scope.before, NAME)], ' ');
}
