/** How a session's row looks and sounds: icons, colours, words. Pure. */
import * as path from 'node:path';
import { autoYesMark, isOn, lackCommon, leftToYou, spokenAutoYes } from '../../autoYes/words.ts';
import { behindText } from '../../landing/driftWords.ts';
import { isKeptGoing, keepGoingText } from '../../landing/keepGoingWords.ts';
import { pullRequestText } from '../../landing/pullRequestWords.ts';
import { landedMark } from '../../landing/words.ts';
import { personaIcon, personaTitle } from '../../personas/words.ts';
import { asked, DECISIONS, kindWord, optionFor } from '../../prompts/asked.ts';
import type { Agent, Persona, Session, Status } from '../../protocol/protocol.ts';
import { checkText } from '../../review/checks/checkWords.ts';
import { conflictText, type NameOf } from '../../review/forecast/forecastWords.ts';
import type { Letter, Look } from '../../shared/look.ts';
import { joined, NAME, type Plain, plain } from '../../shared/plain.ts';
import { agentTitle, hasWorktree, LIVE } from '../../shared/sessionFacts.ts';
import { known, lineCounts, shortSpan, span, spokenChanges, type Translate } from '../../shared/words.ts';
import { isRun, previewUrl, runText, spokenRun } from '../../terminals/runWords.ts';
import { isSettingUp, setupText } from '../../terminals/setupWords.ts';
import { type Standing, standing } from './order.ts';
import { headText, strayText } from './placeWords.ts';
import { askWord, restWord, statusText, statusWord } from './statusWords.ts';

const LOOKS: Record<Status, Look> = {
  queued: { icon: 'clock' },
  starting: { icon: 'rocket' },
  working: { icon: 'loading~spin', color: 'charts.blue' },
  waiting: { icon: 'bell-dot', color: 'charts.yellow' },
  ready: { icon: 'pass', color: 'charts.green' },
  paused: { icon: 'debug-pause' },
  failed: { icon: 'error', color: 'list.errorForeground' },
  completed: { icon: 'check-all', color: 'charts.green' },
};
const UNREAD: Look = { icon: 'pass-filled', color: 'charts.green' };
/** In place of what turns. */
const STILL: Look = { icon: 'sync', color: 'charts.blue' };

/** Of many sessions at once; nothing turns there. */
export const STANDING_LOOKS: Record<Standing, Look> = { ...LOOKS, working: STILL, unread: UNREAD };

/** Where the icon may be the persona's: the words say these, and nothing has to be done at once. */
const RESTING: ReadonlySet<Standing> = new Set(['ready', 'paused', 'completed']);

/** `still`: the user wants nothing to move. A session that rests has its persona's icon, in its status' colour. */
export function look(session: Session, still = false, personas: readonly Persona[] = []): Look {
  const is = standing(session);
  if (session.status === 'working' && still) return STILL;
  if (is === 'unread') return UNREAD;
  const own = known(LOOKS, session.status) ?? { icon: 'circle-outline' };
  const icon = RESTING.has(is) ? personaIcon(session.persona, personas) : undefined;
  return icon === undefined ? own : { ...own, icon };
}

/** Characters of a reason before a name. */
const SHORT = 24;

/** What needs the user says first why: a narrow side bar cuts off the rest. */
export function label(session: Session, t: Translate): Plain {
  const { status, reason } = session;
  const why = status === 'waiting' ? askWord(session, t) : status === 'failed' && plain(reason ?? '', SHORT);
  return joined([why, plain(session.name, NAME)]);
}

/** What a row is drawn with, beside its session. */
export interface Around {
  agents: readonly Agent[];
  personas?: readonly Persona[];
  now: Date;
  nameOf?: NameOf;
  /** Its heading says its status. */
  isUnderStatus?: boolean;
  /** Sessions of several repositories are in the list, and no heading says which is whose. */
  saysRepository?: boolean;
  isActive?: boolean;
  /** For which it is shown by a filter. */
  found?: string | undefined;
}

const nobody: NameOf = () => undefined;

/** Beside the label, what a narrow side bar cuts off last comes first; what is not there yet is left out. */
export function description(session: Session, around: Around, t: Translate): Plain {
  const { agents, personas = [], now, nameOf = nobody, isUnderStatus, saysRepository, isActive, found } = around;
  const { persona, branch, name } = session;
  return joined([
    found !== undefined && t('“{0}”', plain(found)),
    isActive && t('active'),
    ageText(session, now, t),
    statusPart(session, isUnderStatus ?? false, t),
    session.setupWaits && t('Set-up script waits for your approval'),
    runText(session, t),
    setupText(session, t),
    autoYesMark(session, t),
    session.snapshotFailed && t('snapshots fail'),
    strayText(session, t),
    headText(session, t),
    lineCounts(session.changes),
    landedMark(session, t),
    behindText(session, t),
    pullRequestText(session, t),
    keepGoingText(session, t),
    conflictText(session, nameOf, t),
    checkText(session, nameOf, t),
    session.pinned && t('pinned'),
    plain(session.title),
    persona !== null && personaTitle(persona, personas, t),
    saysRepository && plain(path.basename(session.repo), NAME),
    agentTitle(session, agents),
    !branch.endsWith(`/${name}`) && plain(branch),
  ]);
}

/** How long it is so, for the row; it is wrong some time later. */
export function ageText({ since }: Session, now: Date, t: Translate): Plain {
  return shortSpan(since, now, t);
}

/** Of the status what neither its label nor its heading says. */
function statusPart(session: Session, isUnderStatus: boolean, t: Translate): Plain {
  const { status, reason } = session;
  if (status === 'waiting') return session.prompt?.kind === 'approval' ? asked(session.prompt) : '';
  if (status === 'failed') return reason && plain(reason, SHORT) === plain(reason) ? '' : statusText(session, t);
  const text = statusText(session, t);
  const word = statusWord(status, t);
  if (!isUnderStatus) return text;
  return status === 'ready'
    ? restWord(session, t)
    : text === word && status !== 'queued' && status !== 'starting'
      ? ''
      : text;
}

/** What a screen reader says of a row: the name, status and why, since when, the policy, then the rest. */
export function spoken(session: Session, around: Around, t: Translate): Plain {
  const { agents, personas = [], now, nameOf = nobody, isActive, saysRepository, found } = around;
  const { persona, title, snapshotFailed, branch } = session;
  const parts = [
    plain(session.name, NAME),
    spokenStatus(session, t),
    t('for {0}', span(session.since, now, t)),
    spokenAutoYes(session, t),
    session.setupWaits && t('Set-up script waits for your approval'),
    spokenRun(session, t),
    setupText(session, t),
    snapshotFailed && t('snapshots fail: {0}', plain(snapshotFailed)),
    strayText(session, t),
    headText(session, t),
    session.unread && t('not looked at yet'),
    isActive && t('active'),
    session.pinned && t('pinned'),
    found !== undefined && t('found: {0}', plain(found)),
    plain(title),
    persona !== null && t('persona {0}', personaTitle(persona, personas, t)),
    saysRepository && t('repository {0}', plain(path.basename(session.repo), NAME)),
    agentTitle(session, agents),
    branch !== '' && t('branch {0}', plain(branch)),
    spokenChanges(session.changes, t),
    landedMark(session, t),
    behindText(session, t),
    pullRequestText(session, t),
    keepGoingText(session, t),
    conflictText(session, nameOf, t),
    checkText(session, nameOf, t),
  ];
  return joined(parts, ', ');
}

/** As `statusText`, with more of what is asked: nobody who listens can hover. */
function spokenStatus(session: Session, t: Translate): Plain {
  const { status, prompt } = session;
  const word = statusWord(status, t);
  if (status === 'ready') return joined([word, restWord(session, t)], ', ');
  if (status !== 'waiting') return statusText(session, t);
  const kind = kindWord(prompt?.kind ?? session.reason ?? '', t);
  const what = prompt ? asked(prompt) : '';
  return what ? t('{0}, {1}: {2}', word, kind, what) : t('{0}: {1}', word, kind);
}

/** `session;live;waiting;decide;accept;reject;question;changed;worktree;freed;unread;pinned;pending;autoYes;asked;unanswered;notes;reviewed;comments;tried;pullRequest;keepGoing;setupWaits;setup;settingUp;run;ran;preview;`: what `when` clauses match. */
export function contextValue(session: Session): string {
  const words = ['session', LIVE.has(session.status) ? 'live' : 'ended', session.status];
  const flags = DECISIONS.filter(([decision]) => optionFor(session.prompt, decision)).map(([, flag]) => flag);
  if (session.status === 'waiting' && flags.length) words.push('decide', ...flags);
  if (session.status === 'waiting' && session.prompt?.kind === 'question') words.push('question');
  if (session.changes.files && !session.freed) words.push('changed');
  if (hasWorktree(session)) words.push('worktree');
  if (session.freed) words.push('freed');
  if (session.unread) words.push('unread');
  if (session.pinned) words.push('pinned');
  if (session.pending) words.push('pending');
  if (isOn(session)) words.push('autoYes');
  if (leftToYou(session)) words.push('asked');
  if (lackCommon(session)) words.push('unanswered');
  if (session.notes) words.push('notes');
  if (session.reviewed) words.push('reviewed');
  if (session.comments.pending) words.push('comments');
  if (session.tried) words.push('tried');
  if (session.pullRequest) words.push('pullRequest');
  if (isKeptGoing(session)) words.push('keepGoing');
  if (session.setupWaits) words.push('setupWaits');
  if (session.run) words.push(isRun(session) ? 'run' : 'ran');
  if (previewUrl(session)) words.push('preview');
  if (session.setup) words.push('setup');
  if (isSettingUp(session)) words.push('settingUp');
  return `${words.join(';')};`;
}

/** The mark of a session that wants the user; undefined for the others. */
export function sessionMark(status: Status, unread: boolean, t: Translate): Letter | undefined {
  if (status === 'waiting') return { letter: plain('?'), color: 'charts.yellow', word: statusWord(status, t) };
  if (status === 'failed') return { letter: plain('!'), color: 'list.errorForeground', word: statusWord(status, t) };
  return unread ? { letter: plain('●'), color: 'charts.green', word: t('not looked at yet') } : undefined;
}
