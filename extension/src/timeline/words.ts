/** How a timeline's snapshots look and sound. Pure; instructions and names of files were written by others. */
import type { Snapshot, SnapshotReason } from '../protocol/protocol.ts';
import { bold, joined, LINE, type Markdown, NAME, type Plain, paragraphs, plain, table } from '../shared/plain.ts';
import { age, few, known, lineCounts, spokenChanges, type Translate, time } from '../shared/words.ts';

const ICONS: Record<SnapshotReason, string> = {
  'at ready': 'check',
  'before an automatic answer': 'shield',
  'before pause': 'debug-pause',
  'before remove': 'discard',
  'before landing': 'git-pull-request',
  'before restore': 'discard',
  'before update': 'discard',
  'after restore': 'discard',
  'at its end': 'debug-stop',
  'after another agent was there': 'warning',
  'on demand': 'device-camera',
  'at the start': 'git-commit',
  'after an automatic answer': 'shield',
  'before undo': 'discard',
  'after undo': 'discard',
  'before trying': 'beaker',
};

/** What else was done, by hand or by a restore, is not what the instruction led to. */
const BY_AGENT: ReadonlySet<string> = new Set([
  'at ready',
  'before an automatic answer',
  'after an automatic answer',
  'at its end',
]);

/** A name is given to what is to be found again, so it shows before the reason does. */
export function snapshotIcon({ name, reason }: Snapshot): string {
  return name ? 'bookmark' : (known(ICONS, reason) ?? 'circle-outline');
}

export function reasonWord(reason: string, t: Translate): Plain {
  const words: Record<SnapshotReason, Plain> = {
    'at ready': t('When the agent was ready'),
    'before an automatic answer': t('Before an automatic answer'),
    'before pause': t('Before it was paused'),
    'before remove': t('Before it was removed'),
    'before landing': t('Before its work was landed'),
    'before restore': t('Before files were restored'),
    'before update': t('Before it was updated from its base'),
    'after restore': t('After files were restored'),
    'at its end': t('When the agent ended'),
    'after another agent was there': t('After another agent was there'),
    'on demand': t('On demand'),
    'at the start': t('At the start'),
    'after an automatic answer': t('After an automatic answer'),
    'before undo': t('Before changes were undone'),
    'after undo': t('After changes were undone'),
    'before trying': t('Before it was tried in the main checkout'),
  };
  return known(words, reason) ?? plain(reason, NAME);
}

/** Its name, else the instruction that led there, else why it was taken. */
export function snapshotLabel({ name, instruction, reason }: Snapshot, t: Translate, most = NAME): Plain {
  const led = BY_AGENT.has(reason) ? firstLine(instruction ?? '') : '';
  return plain(name ?? '', most) || plain(led, most) || reasonWord(reason, t);
}

/** Beside the label: `3 min ago · +12 −3`. */
export function snapshotDescription(snapshot: Snapshot, now: Date, t: Translate): Plain {
  return joined([age(snapshot.at, now, t), lineCounts(snapshot)]);
}

/** What a screen reader says of a snapshot. */
export function spokenSnapshot(snapshot: Snapshot, now: Date, t: Translate): Plain {
  const label = snapshotLabel(snapshot, t, LINE);
  const reason = reasonWord(snapshot.reason, t);
  const parts = label === reason ? [label] : [label, reason];
  parts.push(age(snapshot.at, now, t), spokenChanges(snapshot, t));
  if (snapshot.missing.length) parts.push(t('not all of it could be kept'));
  return joined(parts, ', ');
}

/** All that is known of it, as markdown in which nothing that others wrote is obeyed. */
export function snapshotTooltip(snapshot: Snapshot, now: Date, locale: string, t: Translate): Markdown {
  const { at, name, instruction, reason, missing } = snapshot;
  const rows: [Plain, string][] = [
    [t('Taken'), `${time(at, locale)}, ${age(at, now, t)}`],
    [t('Because'), reasonWord(reason, t)],
    [t('Changes'), spokenChanges(snapshot, t)],
  ];
  if (name) rows.unshift([t('Name'), name]);
  if (instruction) rows.push([t('Instruction'), plain(instruction)]);
  if (missing.length) rows.push([t('Not kept'), few(missing, t)]);
  return paragraphs([bold(snapshotLabel(snapshot, t, LINE)), table(rows)]);
}

/** `snapshot;worktree;`: what `when` clauses match. */
export function snapshotContext(hasWorktree: boolean): string {
  return hasWorktree ? 'snapshot;worktree;' : 'snapshot;';
}

function firstLine(text: string): string {
  return text.trim().split('\n', 1)[0] ?? '';
}
