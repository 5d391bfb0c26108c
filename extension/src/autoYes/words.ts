/** Auto-yes in words: presets, where it is on, why it is paused, why it left a prompt to the user. Pure. */
import type { Preset, Session } from '../protocol/protocol.ts';
import type { StatusItem } from '../shared/look.ts';
import { joined, LINE, NAME, type Plain, plain, withIcon } from '../shared/plain.ts';
import { known, type Translate } from '../shared/words.ts';
import { answersRows } from './answerRuleWords.ts';
import { pauseSentence } from './pauseWords.ts';
import { whyText } from './whyWords.ts';

const ALL: Record<Preset, true> = { off: true, 'read-only': true, safe: true, worktree: true };
/** From the narrowest to the widest, as the sidecar knows them. */
export const PRESETS = Object.keys(ALL) as Preset[];

export function isOn({ autoYes }: Session): boolean {
  return autoYes !== 'off';
}

export function isPaused(session: Session): boolean {
  return isOn(session) && session.autoYesPaused !== null;
}

/** What a preset answers with yes, in a sentence. */
export function presetSentence(preset: Preset, t: Translate): Plain {
  const sentences: Record<Preset, Plain> = {
    off: t('Every prompt is left to you.'),
    'read-only': t('Answers yes to reading files inside the worktree, such as ls, grep and git status.'),
    safe: t('Answers yes to reading and edits inside the worktree, and to the usual builds, tests and linters.'),
    worktree: t('Answers yes to whatever provably stays inside the worktree, rm of files and git commit too.'),
  };
  return known(sentences, preset) ?? plain(preset, NAME);
}

/** Beside a session's name; nothing where auto-yes is off. */
export function autoYesMark(session: Session, t: Translate): Plain {
  if (!isOn(session)) return '';
  return isPaused(session) ? t('auto-yes paused') : t('auto-yes: {0}', plain(session.autoYes, NAME));
}

/** As the mark, with why: nobody who listens can hover. */
export function spokenAutoYes(session: Session, t: Translate): Plain {
  if (!isOn(session)) return '';
  const { autoYes, autoYesPaused } = session;
  if (autoYesPaused === null) return t('auto-yes {0}', plain(autoYes, NAME));
  return t('auto-yes paused: {0}', pauseSentence(autoYesPaused, t));
}

/** The rows of a tooltip's table that are about auto-yes. */
export function autoYesRows(session: Session, t: Translate): [Plain, string][] {
  const rows: [Plain, string][] = [];
  if (isOn(session)) {
    const means = presetSentence(session.autoYes, t);
    rows.push([t('Auto-yes'), t('{0}: {1}', plain(session.autoYes, NAME), means)]);
  }
  if (isPaused(session) && session.autoYesPaused)
    rows.push([t('Auto-yes paused'), pauseSentence(session.autoYesPaused, t)]);
  rows.push(...answersRows(session, t));
  const left = leftToYou(session);
  if (left) rows.push([t('Left to you'), t('{0} (rule: {1})', whyText(left, t), plain(left.rule))]);
  return rows;
}

/** Its questions get common answers, where there are any. */
export function getCommon({ answers, answersPaused }: Session): boolean {
  return answers && answersPaused === null;
}

export function lackCommon(session: Session): boolean {
  return !getCommon(session);
}

/** It was left to the user by a common answer. */
function ofAnswers({ asked }: Session): boolean {
  return asked?.rule.startsWith('answer') ?? false;
}

/** Why the standing prompt was left to the user, where auto-yes decided so. */
export function leftToYou({ status, asked }: Session) {
  return status === 'waiting' && asked ? asked : undefined;
}

/** Why the user has to answer though auto-yes is on, or a common answer is near; undefined: neither, or not yet. */
export function whyYou(session: Session, t: Translate): Plain | undefined {
  const isCommon = ofAnswers(session);
  if (session.status !== 'waiting' || !(isOn(session) || isCommon)) return undefined;
  const paused = isCommon ? null : session.autoYesPaused;
  if (paused !== null) return sentence(t('Auto-yes is paused: {0}', pauseSentence(paused, t)));
  return session.asked ? sentence(whyText(session.asked, t)) : undefined;
}

/** For the status bar, of the sessions whose agents run; undefined where auto-yes is on in none of them. */
export function autoYesStatus(live: readonly Session[], t: Translate): StatusItem | undefined {
  const on = live.filter(isOn);
  if (!on.length) return undefined;
  const paused = on.filter(isPaused).length;
  const answering = on.length - paused;
  const counts = answering ? t('Auto-yes: {0}', answering) : t('Auto-yes: paused');
  const heading =
    live.length === 1
      ? t('Auto-yes is on in the session.')
      : t('Auto-yes is on in {0} of {1} sessions.', on.length, live.length);
  const lines = on.map((session) => t('{0}: {1}', plain(session.name, NAME), policyText(session, t)));
  return {
    text: withIcon('shield', answering && paused ? t('{0}, {1} paused', counts, paused) : counts),
    spoken: paused ? t('{0} In {1} it is paused.', heading, paused) : heading,
    tooltip: joined([heading, ...lines], '\n'),
    warning: paused > 0,
  };
}

/** A session's policy on a line: `safe`, `safe, paused: the same was answered 5 times`. */
export function policyText({ autoYes, autoYesPaused }: Session, t: Translate): Plain {
  if (autoYes === 'off' || autoYesPaused === null) return plain(autoYes, NAME);
  return t('{0}, paused: {1}', plain(autoYes, NAME), pauseSentence(autoYesPaused, t));
}

function sentence(text: string): Plain {
  const line = plain(text);
  const begun = line.slice(0, 1).toUpperCase() + line.slice(1);
  return plain(/[.!?…]$/.test(begun) ? begun : `${begun}.`, LINE + 1);
}
