/** What is done in a session's worktree before its agent starts, in words. Pure. */
import type { Phase, Session } from '../../protocol/protocol.ts';
import { type Plain, plain } from '../../shared/plain.ts';
import { grouped, known, type Translate } from '../../shared/words.ts';

/** `Preparing files 1,200 of 10,000`; nothing while nothing is prepared. */
export function preparingText({ preparing }: Pick<Session, 'preparing'>, t: Translate): Plain {
  if (!preparing) return '';
  const { phase, done, total } = preparing;
  const words: Record<Phase, Plain> = {
    files: total ? t('Preparing files {0} of {1}', grouped(done, t), grouped(total, t)) : t('Preparing files'),
    setup: t('Running the set-up script'),
  };
  return known(words, phase) ?? plain(phase);
}
