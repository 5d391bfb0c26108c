/** How sessions and files look and sound: icons, colours, words. Pure: `t` translates, nothing here knows VS Code. */

import { autoYesMark, isOn, leftToYou, spokenAutoYes } from '../autoYes/words.ts';
import { asked, DECISIONS, kindWord, optionFor, waitsFor } from '../prompts/asked.ts';
import type { Agent, FileChange, Session, Status } from '../protocol/records.ts';
import { oneLine } from '../shared/plain.ts';

export type Translate = (message: string, ...args: (string | number)[]) => string;

/** Names in a list that is cut. */
const NAMES = 10;

export interface Look {
  icon: string;
  color?: string;
}

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

export const LIVE: ReadonlySet<Status> = new Set(['queued', 'starting', 'working', 'waiting', 'ready']);

export function look(session: Session): Look {
  return session.status === 'ready' && session.unread
    ? { icon: 'pass-filled', color: 'charts.green' }
    : LOOKS[session.status];
}

export function statusWord(status: Status, t: Translate): string {
  const words: Record<Status, string> = {
    queued: t('Queued'),
    starting: t('Loading'),
    working: t('Running'),
    waiting: t('Waiting for input'),
    ready: t('Ready'),
    paused: t('Paused'),
    failed: t('Error'),
    completed: t('Completed'),
  };
  return words[status];
}

/** The status in words, with why: `Error: exit code 1`, `Queued: place 2`, `Waiting: Bash touch hello.txt`. */
export function statusText(session: Session, t: Translate): string {
  const word = statusWord(session.status, t);
  if (session.status === 'waiting') return t('Waiting: {0}', waitsFor(session, t));
  // Such a turn is over like any other; why it ended is beside the point, so it stands beside it.
  if (session.status === 'ready') return [word, session.reason].filter(Boolean).join(' · ');
  if (session.status === 'queued' && session.queuePlace !== null) return t('{0}: place {1}', word, session.queuePlace);
  if (session.status === 'paused') return pausedText(session, t);
  return session.reason ? t('{0}: {1}', word, session.reason) : word;
}

/** `Paused` is said to be what somebody asked for; whatever else stopped it is named. */
function pausedText({ reason, freed }: Session, t: Translate): string {
  const words: Record<string, string> = {
    paused: t('Paused'),
    stopped: t('Paused: stopped'),
    interrupted: t('Paused: interrupted'),
    restored: t('Paused: restored'),
  };
  const text = words[reason ?? 'paused'] ?? t('{0}: {1}', t('Paused'), reason ?? '');
  return freed ? t('{0}, worktree freed', text) : text;
}

/** Whether there are files to look at: a worktree may not be there yet, or not now. */
export function hasWorktree({ worktree, freed }: Session): boolean {
  return worktree !== '' && !freed;
}

/** What the user did not stop: the terminal host was lost, or the machine went down. */
export function isInterrupted({ status, reason }: Session): boolean {
  return status === 'paused' && reason === 'interrupted';
}

export function agentTitle({ agent }: Pick<Session, 'agent'>, agents: readonly Agent[]): string {
  return agents.find(({ name }) => name === agent)?.title ?? agent;
}

/** `+12 −3`, or nothing when nothing changed. */
export function lineCounts(changes: { added: number; removed: number; files?: number }): string {
  if (!changes.added && !changes.removed && !changes.files) return '';
  return `+${changes.added} −${changes.removed}`;
}

/** Statuses of which the icon says everything. */
const TOLD_BY_ICON: ReadonlySet<Status> = new Set(['starting', 'working', 'ready', 'completed']);

/** Beside the name, what a narrow side bar cuts off last comes first; what is not there yet is left out. */
export function description(session: Session, agents: readonly Agent[], t: Translate): string {
  const status = statusText(session, t);
  const policy = autoYesMark(session, t);
  const unread = session.unread && session.status !== 'waiting' ? t('unread') : '';
  const first = TOLD_BY_ICON.has(session.status) ? [policy, status] : [status, policy];
  return [...first, unread, lineCounts(session.changes), agentTitle(session, agents), session.branch]
    .filter((part) => part)
    .join(' · ');
}

/** What a screen reader says of a row. */
export function spoken(session: Session, agents: readonly Agent[], t: Translate): string {
  const parts = [session.name, spokenStatus(session, t), agentTitle(session, agents)];
  const policy = spokenAutoYes(session, t);
  if (policy) parts.push(policy);
  if (session.unread) parts.push(t('not looked at yet'));
  if (session.branch) parts.push(t('branch {0}', session.branch));
  parts.push(spokenChanges(session.changes, t));
  return parts.join(', ');
}

/** As `statusText`, with more of what is asked: nobody who listens can hover. */
function spokenStatus(session: Session, t: Translate): string {
  const { status, prompt } = session;
  const word = statusWord(status, t);
  if (status === 'ready') return [word, session.reason].filter(Boolean).join(', ');
  if (status !== 'waiting') return statusText(session, t);
  const kind = kindWord(prompt?.kind ?? session.reason ?? '', t);
  const what = prompt ? asked(prompt) : '';
  return what ? t('{0}, {1}: {2}', word, kind, what) : t('{0}: {1}', word, kind);
}

export function spokenChanges(changes: { files: number; added: number; removed: number }, t: Translate): string {
  if (!changes.files) return t('no changes');
  const files = changes.files === 1 ? t('1 file changed') : t('{0} files changed', changes.files);
  return t('{0}, {1} lines added, {2} removed', files, changes.added, changes.removed);
}

/** How long ago, in the largest unit that says enough. */
export function span(iso: string, now: Date, t: Translate): string {
  const seconds = Math.max(0, Math.round((now.getTime() - Date.parse(iso)) / 1000));
  if (seconds < 60) return t('{0} s', seconds);
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return t('{0} min', minutes);
  const hours = Math.round(minutes / 60);
  return hours < 48 ? t('{0} h', hours) : t('{0} days', Math.round(hours / 24));
}

/** `a.bin, b.bin and 3 more`. */
export function few(names: readonly string[], t: Translate): string {
  const shown = names.slice(0, NAMES).map((name) => oneLine(name, 80));
  const list = shown.join(', ');
  return names.length > NAMES ? t('{0} and {1} more', list, names.length - NAMES) : list;
}

/** A date and a time of day as people write them there. */
export function time(iso: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(iso));
}

export function age(iso: string, now: Date, t: Translate): string {
  return t('{0} ago', span(iso, now, t));
}

/** `session;live;waiting;decide;accept;reject;changed;worktree;freed;unread;autoYes;asked;`: what `when` clauses match. */
export function contextValue(session: Session): string {
  const words = ['session', LIVE.has(session.status) ? 'live' : 'ended', session.status];
  const flags = DECISIONS.filter(([decision]) => optionFor(session.prompt, decision)).map(([, flag]) => flag);
  if (session.status === 'waiting' && flags.length) words.push('decide', ...flags);
  if (session.changes.files && !session.freed) words.push('changed');
  if (hasWorktree(session)) words.push('worktree');
  if (session.freed) words.push('freed');
  if (session.unread) words.push('unread');
  if (isOn(session)) words.push('autoYes');
  if (leftToYou(session)) words.push('asked');
  return `${words.join(';')};`;
}

export interface Letter {
  letter: string;
  color: string;
  word: string;
}

export function fileLetter(status: FileChange['status'], t: Translate): Letter {
  switch (status) {
    case 'A':
      return { letter: 'A', color: 'gitDecoration.addedResourceForeground', word: t('Added') };
    case 'M':
      return { letter: 'M', color: 'gitDecoration.modifiedResourceForeground', word: t('Modified') };
    case 'D':
      return { letter: 'D', color: 'gitDecoration.deletedResourceForeground', word: t('Deleted') };
    case 'R':
      return { letter: 'R', color: 'gitDecoration.renamedResourceForeground', word: t('Renamed') };
    case 'U':
      return { letter: 'U', color: 'gitDecoration.untrackedResourceForeground', word: t('Untracked') };
  }
}

/** The mark of a session that wants the user; undefined for the others. */
export function sessionMark(status: Status, unread: boolean, t: Translate): Letter | undefined {
  if (status === 'waiting') return { letter: '?', color: 'charts.yellow', word: statusWord(status, t) };
  if (status === 'failed') return { letter: '!', color: 'list.errorForeground', word: statusWord(status, t) };
  return unread ? { letter: '●', color: 'charts.green', word: t('not looked at yet') } : undefined;
}
