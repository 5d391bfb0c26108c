/** What the personas that come along are called and for, where the user has not worded it anew. Pure. */
import type { Persona } from '../protocol/protocol.ts';
import { LINE, NAME, type Plain, plain } from '../shared/plain.ts';
import { known, type Translate } from '../shared/words.ts';

/** By the sidecar's own words: whatever else stands there is the user's. */
export function builtInTitle({ title }: Pick<Persona, 'title'>, t: Translate): Plain {
  const titles: Record<string, Plain> = {
    Plain: t('Plain'),
    'Product Manager': t('Product Manager'),
    QA: t('QA'),
    Specialist: t('Specialist'),
    Reviewer: t('Reviewer'),
  };
  return known(titles, title) ?? plain(title, NAME);
}

/** As the title: in the sidecar's words what it is for. */
export function builtInPurpose({ description }: Pick<Persona, 'description'>, t: Translate): Plain {
  const purposes: Record<string, Plain> = {
    'No role: the agent is told what you write, and nothing else.': t(
      'No role: the agent is told what you write, and nothing else.',
    ),
    'Clarifies what is wanted and writes it down; leaves the code to others.': t(
      'Clarifies what is wanted and writes it down; leaves the code to others.',
    ),
    'Tries to break it: tests first, defects with the steps that show them.': t(
      'Tries to break it: tests first, defects with the steps that show them.',
    ),
    'Goes deep into one part: reads all of it before anything is changed.': t(
      'Goes deep into one part: reads all of it before anything is changed.',
    ),
    'Reads and reports: a second opinion on a session’s work.': t(
      'Reads and reports: a second opinion on a session’s work.',
    ),
  };
  return known(purposes, description) ?? plain(description, LINE);
}
