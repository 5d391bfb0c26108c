/** Common answers in words: what one says, whether they are given in a session. Pure. */
import type { AnswerRule, Session } from '../protocol/protocol.ts';
import { joined, NAME, type Plain, plain } from '../shared/plain.ts';
import type { Translate } from '../shared/words.ts';
import { pauseSentence } from './pauseWords.ts';

/** As it stands in the setting. */
export interface WrittenRule {
  agent?: string;
  kind?: string;
  words: string[];
  answer: { option: string } | { meaning: string } | { text: string };
}

export function written({ agent, kind, words, option, meaning, text }: AnswerRule): WrittenRule {
  const answer = option !== null ? { option } : meaning !== null ? { meaning } : { text: text ?? '' };
  return { ...(agent !== null && { agent }), ...(kind !== null && { kind }), words, answer };
}

/** What a request takes: what is null is left out. */
export function asParams(rule: AnswerRule) {
  const { words, ...others } = rule;
  return { words, ...(Object.fromEntries(Object.entries(others).filter(([, each]) => each !== null)) as object) };
}

/** `“Which format” is answered with “CSV”`. */
export function ruleText({ words, option, meaning, text }: AnswerRule, t: Translate): Plain {
  const said = joined(
    words.map((each) => t('“{0}”', plain(each))),
    ', ',
  );
  return t('{0} is answered with “{1}”', said, plain(option ?? text ?? meaning ?? ''));
}

/** For whom it holds. */
export function ruleReach({ agent }: AnswerRule, agentTitle: string | undefined, t: Translate): Plain {
  return agent === null ? t('for every agent') : t('for {0} alone', plain(agentTitle ?? agent, NAME));
}

/** The rows of a tooltip's table that are about common answers: where they are not given. */
export function answersRows({ answers, answersPaused }: Session, t: Translate): [Plain, string][] {
  if (!answers) return [[t('Common answers'), t('off in this session')]];
  return answersPaused ? [[t('Common answers'), t('paused: {0}', pauseSentence(answersPaused, t))]] : [];
}
