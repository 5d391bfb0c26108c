/** What is done to several sessions at once, summed up before it is done. Pure. */
import type { LossesResult, Session } from '../../protocol/protocol.ts';
import { joined, NAME, type Plain, plain } from '../../shared/plain.ts';
import { few, type Translate } from '../../shared/words.ts';
import { type LeftRunning, runningText } from './processWords.ts';
import { type Loss, removalText } from './removalWords.ts';

/** Which sessions it is about, and how many of them wait for an answer. */
export function meantText(sessions: readonly Session[], t: Translate): Plain {
  const names = few(
    sessions.map(({ name }) => name),
    t,
  );
  const waiting = sessions.filter(({ status }) => status === 'waiting').length;
  const wait = waiting === 1 ? t('1 of them waits for your answer.') : t('{0} of them wait for your answer.', waiting);
  return joined([t('{0}.', names), waiting > 0 && wait], ' ');
}

/** What becomes of what all of their agents left running; undefined where there is nothing. */
export function allRunningText(each: readonly LeftRunning[], t: Translate): Plain | undefined {
  const processes = each.flatMap((one) => one.processes);
  return runningText({ processes, kept: each.some(({ kept }) => kept) }, t);
}

/** What removing them all would lose, as one. */
export function allLosses(each: readonly LossesResult[]): Loss {
  const sum = (count: (losses: LossesResult) => number) => each.reduce((total, losses) => total + count(losses), 0);
  return {
    files: sum(({ files }) => files),
    commits: sum(({ commits }) => commits),
    ignored: sum(({ ignored }) => ignored),
    live: each.some(({ live }) => live),
    missing: each.flatMap(({ missing }) => missing),
    running: {
      processes: each.flatMap(({ processes }) => processes),
      kept: each.some(({ kept }) => kept),
    },
  };
}

/** What a removal of them all means. */
export function allRemovalText(each: readonly LossesResult[], t: Translate): Plain[] {
  const live = each.filter((losses) => losses.live).length;
  const running =
    live === 1
      ? t('1 of their agents is still running and will be stopped.')
      : t('{0} of their agents are still running and will be stopped.', live);
  return [joined([live > 0 && running, removalText({ ...allLosses(each), live: false }, t, true)], ' ')];
}

/** What could not be done, of so many; the reason of the first one. */
export function failedText(failed: readonly { name: string; why: Plain }[], all: number, t: Translate): Plain {
  const [first] = failed;
  if (!first) return '';
  if (failed.length === 1) return t('“{0}”: {1}', plain(first.name, NAME), first.why);
  return t('{0} of {1} sessions failed. “{2}”: {3}', failed.length, all, plain(first.name, NAME), first.why);
}
