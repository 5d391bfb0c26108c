/** Why auto-yes pauses in a session, in a sentence. Pure. */
import type { AutoYesPause, AutoYesPauseCode } from '../protocol/protocol.ts';
import { type Plain, plain } from '../shared/plain.ts';
import { known, type Translate } from '../shared/words.ts';

/** What an earlier version left is a sentence already. */
export function pauseSentence({ code, count, seconds, detail }: AutoYesPause, t: Translate): Plain {
  const time = seconds === 60 ? t('a minute') : t('{0} minutes', Math.round(seconds / 6) / 10);
  const sentences: Record<AutoYesPauseCode, Plain> = {
    stoppedAll: t('You stopped auto-yes everywhere.'),
    sameAnswers: t('The same was answered {0} times within {1}.', count, time),
    answersPerMinute: t('{0} answers were given within {1}.', count, time),
    answersWithoutLook: t('{0} answers were given without anybody looking.', count),
    hookNotFollowed: t('Its hook was answered, but the agent still asks the same.'),
    screenMoves: t('The agent’s screen does not rest. Answer in its terminal.'),
    unconfirmed: t('It may have been altered by another program than Branchline.'),
    notAnswered: plain(detail),
  };
  return known(sentences, code) ?? plain(code);
}
