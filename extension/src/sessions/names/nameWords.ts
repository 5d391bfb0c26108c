/** Why a session cannot be named so. The sidecar judges; this says it while somebody types. Pure. */
import { NAME, type Plain, plain } from '../../shared/plain.ts';
import type { Translate } from '../../shared/words.ts';

const LONGEST_NAME = 20;
const LONGEST_TITLE = 60;
/** Names that git gives a meaning, and devices of Windows. */
const RESERVED = /^(?:head|con|prn|aux|nul|(?:com|lpt)\d)$/i;
/** What is not seen, or turns text around. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}]/u;

/** Nothing where it can be; `others` are the names of the other sessions. */
export function nameComplaint(name: string, others: readonly string[], t: Translate): Plain | undefined {
  if (!name) return t('A name cannot be empty.');
  const wrong = name.match(/[^A-Za-z0-9_-]/u)?.[0];
  if (wrong === ' ') return t('A name has letters, digits, dashes and underscores only, and no space.');
  if (wrong) return t('A name has letters, digits, dashes and underscores only, and no “{0}”.', plain(wrong, NAME));
  if (name.length > LONGEST_NAME)
    return t('A name has at most {0} characters; this one has {1}.', LONGEST_NAME, name.length);
  if (!/^[A-Za-z0-9]/.test(name)) return t('A name begins with a letter or a digit.');
  if (RESERVED.test(name)) return t('“{0}” means something else to git or to Windows.', plain(name, NAME));
  if (others.some((other) => other.toLowerCase() === name.toLowerCase()))
    return t('Another session is named “{0}”.', plain(name, NAME));
  return undefined;
}

export function titleComplaint(title: string, t: Translate): Plain | undefined {
  if (HIDDEN.test(title)) return t('A title has no hidden characters.');
  const { length } = [...title];
  if (length > LONGEST_TITLE) return t('A title has at most {0} characters; this one has {1}.', LONGEST_TITLE, length);
  return undefined;
}
