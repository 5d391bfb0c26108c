/** A session's status in words, with why. Pure. */
import { waitsFor } from '../../prompts/asked.ts';
import type {
  InputReason,
  PauseReason,
  Session,
  StartReason,
  Status,
  TurnReason,
  WaitReason,
  WorkingReason,
} from '../../protocol/protocol.ts';
import { joined, NAME, type Plain, plain } from '../../shared/plain.ts';
import { known, type Translate } from '../../shared/words.ts';
import { preparingText } from './preparingWords.ts';
import { backgroundText, unbegunText } from './workWords.ts';

/** Characters of a tool's name before a session's. */
const TOOL = 16;

export function statusWord(status: Status, t: Translate): Plain {
  const words: Record<Status, Plain> = {
    queued: t('Queued'),
    starting: t('Loading'),
    working: t('Running'),
    waiting: t('Waiting for input'),
    ready: t('Ready'),
    paused: t('Paused'),
    failed: t('Error'),
    completed: t('Completed'),
  };
  return known(words, status) ?? plain(status, NAME);
}

/** What a session waits for, as short as can be: `Command?`, `Edit?`, `Question?`. */
export function askWord({ prompt, reason }: Session, t: Translate): Plain {
  const words: Record<WaitReason, Plain> = {
    approval: t('Approval?'),
    question: t('Question?'),
    trust: t('Trust?'),
    login: t('Login?'),
    password: t('Password?'),
  };
  if (prompt?.kind === 'approval' && prompt.command !== null) return t('Command?');
  if (prompt?.kind === 'approval' && prompt.tool) return t('{0}?', plain(prompt.tool, TOOL));
  return known(words, prompt?.kind ?? reason ?? '') ?? t('Input?');
}

/** How the turn of a ready session ended, or what is to be done in its input, where that is worth saying; else nothing. */
export function turnWord({ reason }: Session, t: Translate): Plain {
  const words: Record<TurnReason | InputReason, Plain> = {
    'instruction cut off': t('an instruction was cut off: send it or clear it in the terminal'),
    'rate limited': t('rate limited'),
    overloaded: t('overloaded'),
    'login needed': t('login needed'),
    'context full': t('context full'),
    'api error': t('api error'),
    'background tasks running': t('background tasks running'),
    'background tasks ended': t('what ran in the background has ended'),
  };
  return reason ? (known(words, reason) ?? plain(reason)) : '';
}

/** Of a ready session: how its turn ended, whether there was one, and what goes on without it. */
export function restWord(session: Session, t: Translate): Plain {
  const isListed = session.reason === 'background tasks running' && session.background.length > 0;
  return joined([!isListed && turnWord(session, t), unbegunText(session, t), backgroundText(session, t)]);
}

/** Why a session that starts is not there yet, where that takes long. */
function startingWord({ reason, carrying }: Session, t: Translate): Plain {
  if (carrying) return t('{0} of {1} files copied', carrying.done, carrying.total);
  const words: Record<StartReason, Plain> = { 'nothing drawn': t('it has drawn nothing yet') };
  return reason ? (known(words, reason) ?? plain(reason)) : '';
}

/** What more is to be said of a session that works: why it does though its agent rests, or how far it is told. */
function workingWord({ reason, typing }: Session, t: Translate): Plain {
  const words: Record<WorkingReason, Plain> = {
    'instruction waits': t('an instruction waits to be typed'),
    'no output': t('no output for long'),
  };
  if (typing !== null) return t('an instruction is typed, {0} %', typing);
  return reason ? (known(words, reason) ?? plain(reason)) : '';
}

/** The status in words, with why: `Error: exit code 1`, `Queued: place 2`, `Waiting: Bash touch hello.txt`. */
export function statusText(session: Session, t: Translate): Plain {
  const word = statusWord(session.status, t);
  if (session.status === 'waiting') return t('Waiting: {0}', waitsFor(session, t));
  // Such a turn is over like any other; why it ended is beside the point, so it stands beside it.
  if (session.status === 'ready') return joined([word, restWord(session, t)]);
  if (session.status === 'queued' && session.queuePlace !== null) return t('{0}: place {1}', word, session.queuePlace);
  if (session.status === 'paused') return pausedText(session, t);
  if (session.status === 'starting' && session.preparing) return preparingText(session, t);
  const why = whyWord(session, t);
  return joined([why ? t('{0}: {1}', word, why) : word, backgroundText(session, t)]);
}

function whyWord(session: Session, t: Translate): Plain {
  if (session.status === 'working') return workingWord(session, t);
  if (session.status === 'starting') return startingWord(session, t);
  return session.reason ? plain(session.reason) : unbegunText(session, t);
}

/** `Paused` is said to be what somebody asked for; whatever else stopped it is named. */
function pausedText({ reason, freed }: Session, t: Translate): Plain {
  const words: Record<PauseReason, Plain> = {
    paused: t('Paused'),
    stopped: t('Paused: stopped'),
    interrupted: t('Paused: interrupted'),
    restored: t('Paused: restored'),
    adopted: t('Paused: adopted'),
  };
  const text = known(words, reason ?? 'paused') ?? t('{0}: {1}', t('Paused'), plain(reason ?? ''));
  return freed ? t('{0}, worktree freed', text) : text;
}
