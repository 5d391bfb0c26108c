/** What came of an instruction that was sent to sessions. Pure. */
import { type Plain, plain } from '../../shared/plain.ts';
import { few, type Translate } from '../../shared/words.ts';

export type Sent = { name: string; queued: boolean } | { name: string; why: Plain };

/** Nothing is said where each agent has it already. */
export function sentText(sent: readonly Sent[], t: Translate): { message: Plain; isFine: boolean } {
  const refused = sent.filter((each): each is { name: string; why: Plain } => 'why' in each);
  const [first] = refused;
  if (first) {
    const names = few(
      refused.map(({ name }) => name),
      t,
    );
    return {
      message:
        sent.length === 1
          ? plain(first.why)
          : t('{0} of {1} sessions did not get it: {2}. {3}', refused.length, sent.length, names, first.why),
      isFine: false,
    };
  }
  const waits = sent.filter((each) => 'queued' in each && each.queued).map(({ name }) => name);
  if (!waits.length) return { message: '', isFine: true };
  const message =
    waits.length === 1
      ? t('The instruction waits until “{0}” is ready.', few(waits, t))
      : t('The instruction waits until they are ready: {0}.', few(waits, t));
  return { message, isFine: true };
}
