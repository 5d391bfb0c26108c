/** The limits that a session can have of its own, as they are written and as they are told. Pure. */
import { joined, type Plain, plain } from '../shared/plain.ts';
import type { Translate } from '../shared/words.ts';

export const LIMITS = ['sameAnswers', 'answersPerMinute', 'answersWithoutLook'] as const;
export type Limit = (typeof LIMITS)[number];

const MOST = 100_000;

/** Its number among those that are written NAME=NUMBER; undefined: there is none of its own. */
export function limitIn(own: readonly string[], limit: Limit): number | undefined {
  const found = own.findLast((each) => each.startsWith(`${limit}=`));
  return found === undefined ? undefined : Number(found.slice(limit.length + 1));
}

/** These with another number for one of them; undefined takes it away. */
export function withLimit(own: readonly string[], limit: Limit, number: number | undefined): string[] {
  const others = own.filter((each) => !each.startsWith(`${limit}=`));
  return number === undefined ? others : [...others, `${limit}=${number}`];
}

/** The number that a text is; undefined where it is empty, which takes a limit away. */
export function numberOf(text: string): number | undefined {
  return text.trim() ? Number(text.trim()) : undefined;
}

/** Why a text is no limit; undefined: it is one, or none at all. */
export function limitComplaint(text: string, t: Translate): Plain | undefined {
  const number = text.trim();
  if (!number || (/^\d{1,6}$/.test(number) && Number(number) >= 1 && Number(number) <= MOST)) return undefined;
  return t('Write a number from 1 to {0}.', MOST);
}

export function limitLabel(limit: Limit, t: Translate): Plain {
  switch (limit) {
    case 'sameAnswers':
      return t('Equal Answers');
    case 'answersPerMinute':
      return t('Answers in a Minute');
    case 'answersWithoutLook':
      return t('Answers Without a Look');
  }
}

export function limitSentence(limit: Limit, t: Translate): Plain {
  switch (limit) {
    case 'sameAnswers':
      return t('Auto-yes pauses when it has given the same answer this many times within a short time.');
    case 'answersPerMinute':
      return t('Auto-yes pauses when it has given this many answers within one minute.');
    case 'answersWithoutLook':
      return t('Auto-yes pauses when it has given this many answers since you last looked.');
  }
}

/** Of the session's own and the settings' the lower one holds. */
export function limitValue(own: number | undefined, usual: number, t: Translate): Plain {
  if (own === undefined) return t('{0}, as the settings say', usual);
  return own > usual ? t('{0}, but the settings say {1}, which holds', own, usual) : plain(String(own));
}

/** On one line; '' where there are none. What this version does not know stands there as it is written. */
export function limitsText(own: readonly string[], t: Translate): Plain {
  return joined(
    own.map((each) => {
      const limit = LIMITS.find((name) => each.startsWith(`${name}=`));
      return limit ? counted(limit, limitIn([each], limit) ?? 0, t) : plain(each);
    }),
    ', ',
  );
}

function counted(limit: Limit, number: number, t: Translate): Plain {
  switch (limit) {
    case 'sameAnswers':
      return number === 1 ? t('1 equal answer') : t('{0} equal answers', number);
    case 'answersPerMinute':
      return number === 1 ? t('1 answer in a minute') : t('{0} answers in a minute', number);
    case 'answersWithoutLook':
      return number === 1 ? t('1 answer without a look') : t('{0} answers without a look', number);
  }
}
