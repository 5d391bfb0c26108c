/** A session's tooltip: all that is known of it, as markdown in which nothing that others wrote is obeyed. Pure. */
import { autoYesRows } from '../autoYes/words.ts';
import { kindWord, meaningWord, toolUseParts } from '../prompts/asked.ts';
import type { Agent, Prompt, Session } from '../protocol/protocol.ts';
import { escapeMarkdown, table, visible } from '../shared/plain.ts';
import { agentTitle } from '../shared/sessionFacts.ts';
import { age, spokenChanges, type Translate } from '../shared/words.ts';
import { statusText } from './statusWords.ts';

export function tooltip(session: Session, agents: readonly Agent[], now: Date, t: Translate): string {
  const parts = [`**${escapeMarkdown(session.name.trim())}**`];
  if (session.prompt) parts.push(...question(session.prompt, t));
  parts.push(facts(session, agents, now, t));
  return parts.join('\n\n');
}

function facts(session: Session, agents: readonly Agent[], now: Date, t: Translate): string {
  const rows: [string, string][] = [
    [t('Status'), statusText(session, t)],
    [t('Because'), `${visible(session.evidence.rule)}, ${age(session.evidence.at, now, t)}`],
    [t('Agent'), agentTitle(session, agents)],
  ];
  if (session.status === 'waiting' && session.reason) rows.splice(1, 0, [t('Waits for'), kindWord(session.reason, t)]);
  rows.push(...autoYesRows(session, t), [t('Repository'), session.repo]);
  if (session.branch) rows.push([t('Branch'), session.branch]);
  if (session.worktree) rows.push([t('Worktree'), session.worktree]);
  if (session.base) rows.push([t('Base'), session.base.slice(0, 10)]);
  rows.push([t('Changes'), spokenChanges(session.changes, t)], [t('Started'), age(session.createdAt, now, t)]);
  if (session.task) rows.push([t('Task'), session.task]);
  return table(rows);
}

/** What is asked, whole: it may be decided by what stands here. */
function question(prompt: Prompt, t: Translate): string[] {
  const text = (value: string) => escapeMarkdown(visible(value.trim()));
  const parts: string[] = [];
  if (prompt.title) parts.push(text(prompt.title));
  parts.push(...toolUseParts(prompt, t));
  const options = prompt.options.map(({ label, meaning }) => {
    const word = meaningWord(meaning, t);
    return word ? `- ${text(label)} *(${word})*` : `- ${text(label)}`;
  });
  if (options.length) parts.push(`${t('Answers')}:\n\n${options.join('\n')}`);
  return parts;
}
