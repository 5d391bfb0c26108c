/** A session's tooltip: all that is known of it, as markdown in which nothing that others wrote is obeyed. Pure. */
import { limitsText } from '../../autoYes/limitWords.ts';
import { autoYesRows } from '../../autoYes/words.ts';
import { driftRows } from '../../landing/driftWords.ts';
import { keepGoingRows } from '../../landing/keepGoingWords.ts';
import { pullRequestRows } from '../../landing/pullRequestWords.ts';
import { landedFact } from '../../landing/words.ts';
import { personaRows } from '../../personas/words.ts';
import { kindWord, meaningWord, toolUseParts } from '../../prompts/asked.ts';
import type { Agent, Persona, Prompt, Session } from '../../protocol/protocol.ts';
import { checkRows } from '../../review/checks/checkWords.ts';
import { conflictFacts, type NameOf } from '../../review/forecast/forecastWords.ts';
import { commentsText } from '../../review/words.ts';
import { bold, list, type Markdown, markdown, type Plain, paragraphs, plain, table } from '../../shared/plain.ts';
import { agentTitle } from '../../shared/sessionFacts.ts';
import { age, few, spokenChanges, type Translate } from '../../shared/words.ts';
import { runRows } from '../../terminals/runWords.ts';
import { setupRows } from '../../terminals/setupWords.ts';
import { usageFacts } from '../../usage/words.ts';
import { headRows, strayRows } from './placeWords.ts';
import { statusText } from './statusWords.ts';
import { workRows } from './workWords.ts';

export function tooltip(
  session: Session,
  agents: readonly Agent[],
  now: Date,
  t: Translate,
  personas: readonly Persona[] = [],
  nameOf: NameOf = () => undefined,
): Markdown {
  const parts = [bold(session.name)];
  if (session.title) parts.push(markdown(session.title));
  if (session.prompt) parts.push(...question(session.prompt, t));
  parts.push(facts(session, agents, personas, nameOf, now, t));
  return paragraphs(parts);
}

function facts(
  session: Session,
  agents: readonly Agent[],
  personas: readonly Persona[],
  nameOf: NameOf,
  now: Date,
  t: Translate,
): Markdown {
  const rows: [Plain, string][] = [
    [t('Status'), statusText(session, t)],
    [t('Because'), `${plain(session.evidence.rule)}, ${age(session.evidence.at, now, t)}`],
    [t('Agent'), agentTitle(session, agents)],
  ];
  if (session.status === 'waiting' && session.reason) rows.splice(1, 0, [t('Waits for'), kindWord(session.reason, t)]);
  rows.push(...workRows(session, now, t));
  rows.push(...personaRows(session, personas, t), ...autoYesRows(session, t), [t('Repository'), session.repo]);
  if (session.branch) rows.push([t('Branch'), session.branch]);
  rows.push(...headRows(session, t));
  if (session.worktree) rows.push([t('Worktree'), session.worktree]);
  rows.push(...strayRows(session, nameOf, t));
  if (session.subfolder) rows.push([t('Subfolder'), session.subfolder]);
  if (session.arguments.length) rows.push([t('Extra arguments'), session.arguments.join(' ')]);
  if (session.environment.length) rows.push([t('Extra variables'), few(session.environment, t)]);
  if (session.limits.length) rows.push([t('Its own limits'), limitsText(session.limits, t)]);
  if (session.nextLimits)
    rows.push([t('With the next start'), limitsText(session.nextLimits, t) || t('no limits of its own')]);
  if (session.base) rows.push([t('Base'), session.base.slice(0, 10)]);
  rows.push(...driftRows(session, t), ...pullRequestRows(session, t), ...keepGoingRows(session, t));
  rows.push([t('Changes'), spokenChanges(session.changes, t)], [t('Started'), age(session.createdAt, now, t)]);
  rows.push(...conflictFacts(session, nameOf, t), ...checkRows(session, nameOf, now, t));
  if (session.landed) rows.push([t('Landed'), `${landedFact(session.landed, t)}, ${age(session.landed.at, now, t)}`]);
  rows.push(...usageFacts(session, agents, now, t));
  rows.push(...runRows(session, t));
  if (session.comments.open) rows.push([t('Comments'), commentsText(session.comments, t)]);
  if (session.notFetched) rows.push([t('Upstream not fetched'), session.notFetched]);
  if (session.notCarried.length) rows.push([t('Missing in the worktree'), session.notCarried.join(' ')]);
  rows.push(...setupRows(session, t));
  if (session.snapshotFailed) rows.push([t('Snapshots fail'), session.snapshotFailed]);
  if (session.unkept.length) rows.push([t('Not in snapshots'), few(session.unkept, t)]);
  if (session.task) rows.push([t('Task'), session.task]);
  return table(rows);
}

/** What is asked, whole: it may be decided by what stands here. */
function question(prompt: Prompt, t: Translate): Markdown[] {
  const parts: Markdown[] = [];
  if (prompt.title) parts.push(markdown(prompt.title));
  parts.push(...toolUseParts(prompt, t));
  const options = prompt.options.map(({ label, meaning }) => [label, meaningWord(meaning, t)] as const);
  if (options.length) parts.push(list(t('Answers'), options));
  return parts;
}
