/** What the status bar says of the sessions. Pure. */
import { waitsFor, wayToAnswer } from '../../prompts/asked.ts';
import type { Session } from '../../protocol/protocol.ts';
import type { StatusItem } from '../../shared/look.ts';
import {
  beside,
  bold,
  items,
  joined,
  linked,
  type Markdown,
  markdown,
  NAME,
  type Plain,
  paragraphs,
  plain,
  withIcon,
} from '../../shared/plain.ts';
import { cut, span, spanHolds, type Translate } from '../../shared/words.ts';
import { statusText } from '../rows/statusWords.ts';
import { waiting } from './round.ts';

/** As many lines as a hover shows without scrolling. */
const LINES = 10;

/** undefined: nothing to show. */
export function statusBar(sessions: readonly Session[], now: Date, t: Translate): StatusItem | undefined {
  const waits = waiting(sessions);
  if (!sessions.length) return undefined;
  const count = sessions.length === 1 ? t('1 session') : t('{0} sessions', sessions.length);
  if (!waits.length) {
    const lines = sessions.map((session) => t('{0}: {1}', plain(session.name, NAME), statusText(session, t)));
    return {
      text: withIcon('git-branch', count),
      spoken: t('Branchline: {0}', count),
      tooltip: joined(cut(lines, LINES, t), '\n'),
      command: 'branchline.focusNext',
      warning: false,
    };
  }
  const lines = waits.map((session) =>
    t('{0}, for {1}: {2}', plain(session.name, NAME), span(session.since, now, t), waitsFor(session, t)),
  );
  const wait = waits.length === 1 ? t('1 waits for input') : t('{0} wait for input', waits.length);
  return {
    text: joined([withIcon('git-branch', count), withIcon('bell-dot', t('{0} waiting', waits.length))], ' '),
    spoken: t('Branchline: {0}, {1}', count, wait),
    tooltip: joined([wait, ...cut(lines, LINES, t)], '\n'),
    hover: hover(wait, waits, now, t),
    command: 'branchline.answerNext',
    warning: true,
  };
}

/** Who waits, with links that open its terminal and answer it. */
function hover(heading: Plain, waits: readonly Session[], now: Date, t: Translate): Markdown {
  const lines = waits.slice(0, LINES).map((session) => {
    const name = linked(plain(session.name, NAME), 'branchline.openTerminal', session.id);
    const said = markdown(t('for {0}: {1}', span(session.since, now, t), waitsFor(session, t)));
    const isAnswered = wayToAnswer(session.prompt) !== 'terminal';
    return beside([name, said, isAnswered ? linked(t('Answer…'), 'branchline.answer', session.id) : '']);
  });
  const more = waits.length - LINES;
  const rest = more > 0 ? [markdown(t('and {0} more', more))] : [];
  return paragraphs([bold(heading), items([...lines, ...rest])]);
}

/** For how many seconds what it says of time holds; undefined: it says nothing of that. */
export function statusBarHolds(sessions: readonly Session[], now: Date): number | undefined {
  const waits = waiting(sessions);
  return waits.length ? Math.min(...waits.map(({ since }) => spanHolds(since, now))) : undefined;
}
