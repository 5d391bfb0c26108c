/** How a session's row looks and sounds: icons, colours, words. Pure. */
import { autoYesMark, isOn, leftToYou, spokenAutoYes } from '../autoYes/words.ts';
import { asked, DECISIONS, kindWord, optionFor } from '../prompts/asked.ts';
import type { Agent, Session, Status } from '../protocol/protocol.ts';
import type { Letter, Look } from '../shared/look.ts';
import { joined, NAME, type Plain, plain } from '../shared/plain.ts';
import { agentTitle, hasWorktree, LIVE } from '../shared/sessionFacts.ts';
import { known, lineCounts, spokenChanges, type Translate } from '../shared/words.ts';
import { statusText, statusWord, turnWord } from './statusWords.ts';

const LOOKS: Record<Status, Look> = {
  queued: { icon: 'clock' },
  starting: { icon: 'loading~spin' },
  working: { icon: 'sync~spin', color: 'charts.blue' },
  waiting: { icon: 'bell-dot', color: 'charts.yellow' },
  ready: { icon: 'pass', color: 'charts.green' },
  paused: { icon: 'debug-pause' },
  failed: { icon: 'error', color: 'list.errorForeground' },
  completed: { icon: 'check-all', color: 'charts.green' },
};

export function look(session: Session): Look {
  return session.status === 'ready' && session.unread
    ? { icon: 'pass-filled', color: 'charts.green' }
    : (known(LOOKS, session.status) ?? { icon: 'circle-outline' });
}

/** Statuses of which the icon says everything. */
const TOLD_BY_ICON: ReadonlySet<Status> = new Set(['starting', 'working', 'ready', 'completed']);

/** Beside the name, what a narrow side bar cuts off last comes first; what is not there yet is left out. */
export function description(session: Session, agents: readonly Agent[], t: Translate): Plain {
  const status = statusText(session, t);
  const policy = autoYesMark(session, t);
  const failing = session.snapshotFailed ? t('snapshots fail') : '';
  const unread = session.unread && session.status !== 'waiting' ? t('unread') : '';
  const first = TOLD_BY_ICON.has(session.status) ? [policy, status] : [status, policy];
  const counts = lineCounts(session.changes);
  return joined([...first, failing, unread, counts, agentTitle(session, agents), plain(session.branch)]);
}

/** What a screen reader says of a row. */
export function spoken(session: Session, agents: readonly Agent[], t: Translate): Plain {
  const parts = [plain(session.name, NAME), spokenStatus(session, t), agentTitle(session, agents)];
  const policy = spokenAutoYes(session, t);
  if (policy) parts.push(policy);
  if (session.snapshotFailed) parts.push(t('snapshots fail: {0}', plain(session.snapshotFailed)));
  if (session.unread) parts.push(t('not looked at yet'));
  if (session.branch) parts.push(t('branch {0}', plain(session.branch)));
  parts.push(spokenChanges(session.changes, t));
  return joined(parts, ', ');
}

/** As `statusText`, with more of what is asked: nobody who listens can hover. */
function spokenStatus(session: Session, t: Translate): Plain {
  const { status, prompt } = session;
  const word = statusWord(status, t);
  if (status === 'ready') return joined([word, turnWord(session, t)], ', ');
  if (status !== 'waiting') return statusText(session, t);
  const kind = kindWord(prompt?.kind ?? session.reason ?? '', t);
  const what = prompt ? asked(prompt) : '';
  return what ? t('{0}, {1}: {2}', word, kind, what) : t('{0}: {1}', word, kind);
}

/** `session;live;waiting;decide;accept;reject;changed;worktree;freed;unread;pending;autoYes;asked;notes;`: what `when` clauses match. */
export function contextValue(session: Session): string {
  const words = ['session', LIVE.has(session.status) ? 'live' : 'ended', session.status];
  const flags = DECISIONS.filter(([decision]) => optionFor(session.prompt, decision)).map(([, flag]) => flag);
  if (session.status === 'waiting' && flags.length) words.push('decide', ...flags);
  if (session.changes.files && !session.freed) words.push('changed');
  if (hasWorktree(session)) words.push('worktree');
  if (session.freed) words.push('freed');
  if (session.unread) words.push('unread');
  if (session.pending) words.push('pending');
  if (isOn(session)) words.push('autoYes');
  if (leftToYou(session)) words.push('asked');
  if (session.notes) words.push('notes');
  return `${words.join(';')};`;
}

/** The mark of a session that wants the user; undefined for the others. */
export function sessionMark(status: Status, unread: boolean, t: Translate): Letter | undefined {
  if (status === 'waiting') return { letter: plain('?'), color: 'charts.yellow', word: statusWord(status, t) };
  if (status === 'failed') return { letter: plain('!'), color: 'list.errorForeground', word: statusWord(status, t) };
  return unread ? { letter: plain('●'), color: 'charts.green', word: t('not looked at yet') } : undefined;
}
