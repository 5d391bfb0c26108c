/** Words for how far a session and the branch that it left are apart. Pure. */
import type { Session } from '../protocol/protocol.ts';
import { joined, NAME, type Plain, plain } from '../shared/plain.ts';
import type { Translate } from '../shared/words.ts';

/** For the row: what a session lacks is worth a word, what it has more is what it is there for. */
export function behindText({ drift }: Session, t: Translate): Plain {
  return drift?.behind ? t('{0} behind {1}', drift.behind, plain(drift.base, NAME)) : '';
}

/** For the tooltip. */
export function driftRows({ drift }: Session, t: Translate): [Plain, Plain][] {
  if (!drift) return [];
  const base = plain(drift.base, NAME);
  const parts = [
    drift.behind > 0 && t('{0} behind {1}', drift.behind, base),
    drift.ahead > 0 && t('{0} ahead of {1}', drift.ahead, base),
  ];
  return [[t('Compared with its base'), joined(parts) || t('level with {0}', base)]];
}
