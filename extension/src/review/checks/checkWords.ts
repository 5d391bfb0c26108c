/** What a check of sessions' work said, in words: on a row, on its tooltip, while it runs, and at its end. Pure. */
import type { CheckResult, CheckState, DidTry, LeftOut, Session } from '../../protocol/protocol.ts';
import { joined, type Plain } from '../../shared/plain.ts';
import { age, few, known, type Translate } from '../../shared/words.ts';
import { type NameOf, sideName } from '../forecast/forecastWords.ts';

/** What it said holds no more once the session's files are others. */
export function isStale({ checked, changes }: Session): boolean {
  return checked !== null && checked.tree !== changes.tree;
}

/** For the row: that it passed is only in the tooltip. */
export function checkText(session: Session, nameOf: NameOf, t: Translate): Plain {
  const { checked } = session;
  if (!checked || (isStale(session) && checked.state !== 'running')) return '';
  const { state, with: others } = checked;
  if (state === 'running') return t('being checked');
  if (state !== 'failed' && state !== 'timedOut') return '';
  return others.length ? t('fails its check with {0}', names(others, nameOf, t)) : t('fails its check');
}

/** For the tooltip. */
export function checkRows(session: Session, nameOf: NameOf, now: Date, t: Translate): [Plain, Plain][] {
  const { checked } = session;
  if (!checked) return [];
  const { state, with: others, seconds, at } = checked;
  const parts = [
    stateWord(state, t),
    others.length > 0 && t('together with {0}', names(others, nameOf, t)),
    state !== 'running' && state !== 'cancelled' && t('after {0} s', Math.ceil(seconds)),
    state !== 'running' && age(at, now, t),
    isStale(session) && t('its files have changed since'),
  ];
  return [[t('Check'), joined(parts, ', ')]];
}

export function stateWord(state: CheckState, t: Translate): Plain {
  const words: Record<CheckState, Plain> = {
    passed: t('passed'),
    failed: t('failed'),
    running: t('under way'),
    cancelled: t('cancelled'),
    timedOut: t('took too long'),
  };
  return known(words, state) ?? t('unknown');
}

/** Beside the progress. */
export function tryText({ of: all, ids, run }: DidTry, nameOf: NameOf, t: Translate): Plain {
  if (!ids.length) return t('Run {0}: without any session’s work', run);
  if (ids.length === all.length) return all.length > 1 ? t('Run {0}: all of them', run) : t('Run {0}', run);
  return t('Run {0}: {1}', run, names(ids, nameOf, t));
}

/** Whether it is as one wishes, and the sentences that say so. */
export function resultText(result: CheckResult, nameOf: NameOf, t: Translate): { isGood: boolean; text: Plain } {
  const left = result.ending === 'conflicts' ? '' : leftOutText(result.leftOut, nameOf, t);
  return { isGood: result.ending === 'green' && !left, text: joined([endingText(result, nameOf, t), left], ' ') };
}

function endingText(result: CheckResult, nameOf: NameOf, t: Translate): Plain {
  const { ending, culprits, green, leftOut } = result;
  const words: Record<CheckResult['ending'], () => Plain> = {
    green: () => passText(green, nameOf, t),
    culprits: () => joined([...culprits.map(({ ids }) => failText(ids, nameOf, t)), passText(green, nameOf, t)], ' '),
    base: () => t('The check fails without any session’s work: what they are to land on is broken.'),
    flaky: () => t('The check failed and passed on the same files, so that it says nothing about the sessions.'),
    unclear: () =>
      t('The check fails with {0}, and they cannot be told apart.', names(culprits.at(-1)?.ids ?? [], nameOf, t)),
    conflicts: () => joined([leftOutText(leftOut, nameOf, t), t('Nothing was run.')], ' '),
    cancelled: () => t('The check was cancelled.'),
  };
  return (known(words, ending) ?? words.unclear)();
}

function failText(ids: readonly string[], nameOf: NameOf, t: Translate): Plain {
  const last = sideName(ids.at(-1) ?? '', nameOf, t);
  const needed = ids.slice(0, -1);
  if (!needed.length) return t('{0} fails the check.', last);
  return t('{0} fails the check only together with {1}.', last, names(needed, nameOf, t));
}

function passText(ids: readonly string[], nameOf: NameOf, t: Translate): Plain {
  if (!ids.length) return '';
  if (ids.length === 1) return t('{0} passes the check.', names(ids, nameOf, t));
  return t('These {0} pass the check together: {1}.', ids.length, names(ids, nameOf, t));
}

/** Which cannot be merged with the others, with whom, and where. */
function leftOutText(found: readonly LeftOut[], nameOf: NameOf, t: Translate): Plain {
  const sentences = found.map(({ id, with: others, parent, files }) => {
    const sides = [...(parent ? [sideName(null, nameOf, t)] : []), ...others.map((each) => sideName(each, nameOf, t))];
    const against = sides.length ? joined(sides, ', ') : t('the others');
    return t('{0} conflicts with {1} in {2}.', sideName(id, nameOf, t), against, few(files, t));
  });
  return joined(sentences, ' ');
}

function names(ids: readonly string[], nameOf: NameOf, t: Translate): Plain {
  return joined(
    ids.map((id) => sideName(id, nameOf, t)),
    ', ',
  );
}
