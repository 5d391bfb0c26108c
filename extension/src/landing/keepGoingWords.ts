/** Words for a session that keeps going until its checks are green. Pure. */
import type { KeepGoingEnd, KeepGoingStage, Session } from '../protocol/protocol.ts';
import { NAME, type Plain, plain } from '../shared/plain.ts';
import { known, type Translate } from '../shared/words.ts';

export function isKeptGoing({ keepGoing }: Session): boolean {
  return keepGoing !== null && keepGoing.ended === null;
}

/** For the row; nothing where the user took over. */
export function keepGoingText({ keepGoing }: Session, t: Translate): Plain {
  if (!keepGoing) return '';
  const { tries, most, ended } = keepGoing;
  if (ended === null) return tries ? t('try {0} of {1}', tries, most) : t('keeps going until green');
  const words: Record<KeepGoingEnd, Plain> = {
    green: tries === 1 ? t('green after 1 try') : t('green after {0} tries', tries),
    usedUp: tries === 1 ? t('not green after 1 try') : t('not green after {0} tries', tries),
    diverged: t('not pushed: the branches went different ways'),
    noCommit: t('nothing was committed'),
    yours: '',
    agentEnded: t('keeps going no more'),
    closed: '',
    unseen: t('no checks to be seen'),
  };
  // Where nothing had to be mended the checks say all there is to say.
  return ended === 'green' && !tries ? '' : (known(words, ended) ?? '');
}

/** For the tooltip. */
export function keepGoingRows({ keepGoing }: Session, t: Translate): [Plain, Plain][] {
  if (!keepGoing) return [];
  const { tries, most, stage, ended } = keepGoing;
  const does: Record<KeepGoingStage, Plain> = {
    looking: t('waits for the checks'),
    telling: t('its agent is told what failed'),
    told: t('its agent is told what failed'),
    atWork: t('its agent mends what failed'),
    pushing: t('pushes what was committed'),
  };
  const why: Record<KeepGoingEnd, Plain> = {
    green: t('ended: all checks passed'),
    usedUp: t('ended: checks fail after {0} of {1} tries', tries, most),
    diverged: t('ended: the branch and the one at the remote went different ways, and nothing is overwritten'),
    noCommit: t('ended: the agent committed nothing'),
    yours: t('ended: you took over'),
    agentEnded: t('ended: the agent does not run any more'),
    closed: t('ended: the pull request was merged or closed'),
    unseen: t('ended: the pull request or its checks could not be had'),
  };
  const what = ended === null ? (known(does, stage) ?? plain(stage)) : (known(why, ended) ?? plain(ended));
  return [[t('Keep going'), ended === null && tries ? t('{0} (try {1} of {2})', what, tries, most) : what]];
}

export function beganText({ name }: Session, most: number, t: Translate): Plain {
  const named = plain(name, NAME);
  return most === 1
    ? t('“{0}” keeps going: its agent is told once what failed, and what it commits is pushed, never by force.', named)
    : t(
        '“{0}” keeps going: its agent is told what failed, {1} times at most, and what it commits is pushed, never by force.',
        named,
        most,
      );
}
