/** How the log's entries look and sound. Pure; what was asked was written by agents, so nothing in it is obeyed. */

import { toolUse, toolUseParts } from '../prompts/asked.ts';
import type { AnsweredBy, Decider, Decision, Outcome } from '../protocol/protocol.ts';
import type { Look } from '../shared/look.ts';
import { bold, joined, LINE, type Markdown, markdown, type Plain, paragraphs, plain, table } from '../shared/plain.ts';
import { age, known, type Translate } from '../shared/words.ts';
import { whyText } from './whyWords.ts';

const LABEL = 120;
const NAME = 40;

type Kind = Outcome | 'approved';

const LOOKS: Record<Kind, Look> = {
  approved: { icon: 'pass', color: 'charts.green' },
  answered: { icon: 'comment' },
  asked: { icon: 'question', color: 'charts.yellow' },
  refused: { icon: 'circle-slash', color: 'charts.red' },
  stale: { icon: 'history' },
  notAnswered: { icon: 'warning', color: 'list.warningForeground' },
  stopped: { icon: 'debug-pause' },
};

/** What came of it in the end: an answer says yes, no, or something else that only a person says. */
function kind({ decision, outcome }: Decision): Kind {
  if (outcome !== 'answered') return outcome;
  return decision === 'allow' ? 'approved' : decision === 'deny' ? 'refused' : 'answered';
}

export function decisionLook(decision: Decision): Look {
  return known(LOOKS, kind(decision)) ?? { icon: 'circle-outline' };
}

export function outcomeWord(decision: Decision, t: Translate): Plain {
  const words: Record<Kind, Plain> = {
    approved: t('Approved'),
    answered: t('Answered'),
    asked: t('Left to you'),
    refused: t('Refused'),
    stale: t('Came too late: the agent asked something else'),
    notAnswered: t('Failed: the answer did not take'),
    stopped: t('Stopped before it was answered'),
  };
  return known(words, kind(decision)) ?? plain(decision.outcome, NAME);
}

/** What was asked for, on one line. */
export function subject(decision: Decision, t: Translate, most = LABEL): Plain {
  return plain(toolUse(decision) || decision.title || decision.option || t('A prompt'), most);
}

/** Who or which rule decided. */
export function decidedBy({ by, rule }: Decision, t: Translate): Plain {
  const words: Record<Decider, Plain> = { user: t('you'), token: t('a one-time token'), rule: plain(rule, LABEL) };
  return known(words, by) ?? plain(by, NAME);
}

/** Beside the subject: `preset safe · Fix login · 2 min ago`. */
export function decisionDescription(decision: Decision, now: Date, t: Translate): Plain {
  return joined([decidedBy(decision, t), plain(decision.session, NAME), age(decision.at, now, t)]);
}

/** What a screen reader says of an entry. */
export function spokenDecision(decision: Decision, now: Date, t: Translate): Plain {
  const parts = [outcomeWord(decision, t), subject(decision, t, LINE), t('by {0}', decidedBy(decision, t))];
  if (decision.by === 'rule' && decision.why) parts.push(whyText(decision, t));
  parts.push(t('session {0}', plain(decision.session, NAME)), age(decision.at, now, t));
  return joined(parts, ', ');
}

/** All fields in words, as markdown. */
export function decisionTooltip(decision: Decision, now: Date, t: Translate): Markdown {
  const { option, via, at, session } = decision;
  const parts = [bold(outcomeWord(decision, t))];
  if (decision.why) parts.push(markdown(whyText(decision, t)));
  const rows: [Plain, string][] = [];
  if (option) rows.push([t('Answer'), option]);
  rows.push([t('Decided by'), decidedBy(decision, t)]);
  if (via) rows.push([t('Answered by'), viaWord(via, t)]);
  rows.push([t('Session'), session], [t('When'), `${plain(at, NAME)}, ${age(at, now, t)}`]);
  const snapshots = between(decision, t);
  if (snapshots) rows.push([t('Snapshots'), snapshots]);
  return paragraphs([...parts, ...toolUseParts(decision, t), table(rows)]);
}

function viaWord(via: AnsweredBy, t: Translate): Plain {
  const words: Record<AnsweredBy, Plain> = { hook: t('the agent’s hook'), keys: t('keys in the terminal') };
  return known(words, via) ?? plain(via, NAME);
}

/** `4 and 5`; undefined: it let no file change. */
function between({ before, after }: Decision, t: Translate): Plain | undefined {
  if (before === null) return undefined;
  return after === null ? t('after {0}', before) : t('between {0} and {1}', before, after);
}

/** `decision;asked;here;undo;`: what `when` clauses match. */
export function decisionContext(decision: Decision, sessionIsHere: boolean): string {
  const words = ['decision'];
  if (decision.outcome === 'asked') words.push('asked');
  if (sessionIsHere) words.push('here');
  if (sessionIsHere && decision.before !== null) words.push('undo');
  return `${words.join(';')};`;
}
