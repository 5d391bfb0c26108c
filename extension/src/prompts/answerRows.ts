/** The rows of the list in which a prompt is read and answered. */
import * as vscode from 'vscode';
import type { Session } from '../protocol/protocol.ts';
import { t } from '../shared/l10n.ts';
import { joined, NAME, type Plain, plain, withIcon } from '../shared/plain.ts';
import { button, type Row, separator } from '../shared/quickInput.ts';
import { span } from '../shared/words.ts';
import { choices, waitsFor, wayToAnswer } from './asked.ts';
import { keysOf, readable } from './readableWords.ts';

/** How it is answered: by an option, or in another way. */
export type Way = { choice: string } | { other: 'text' | 'terminal' | 'allow' | 'always' | 'skip' };

/** What is said beside the prompt, and offered. */
export interface Beside {
  /** Why auto-yes left it to the user. */
  why?: Plain | undefined;
  /** Which one of how many, where one follows the other. */
  place?: { at: number; of: number };
}

const LOOK: Way = { other: 'terminal' };

export function answerRows(session: Session, { why, place }: Beside): Row<Way>[] {
  const { prompt } = session;
  const waits = t('waits for {0}', span(session.since, new Date(), t));
  const rows: Row<Way>[] = [separator(joined([plain(session.title, NAME), waits])), ...saidRows(session)];
  if (why) {
    const allow = button('add', t('Allow This Next Time…'));
    rows.push({ label: withIcon('shield', why), buttons: [allow], value: { other: 'allow' } });
  }
  if (prompt && wayToAnswer(prompt) !== 'terminal') {
    const keys = keysOf(prompt);
    rows.push(separator(t('answers')));
    for (const [at, { label, description, choice, ...more }] of choices(prompt, t).entries()) {
      const { digit = '', letter = '' } = keys[at] ?? {};
      rows.push({
        ...more,
        label: joined([plain(digit), label], '  '),
        description: joined([description, letter && t('key {0}', plain(letter))]),
        value: { choice },
      });
    }
    if (prompt.takesText) rows.push({ label: withIcon('edit', t('Type an Answer…')), value: { other: 'text' } });
  }
  rows.push(separator());
  if (prompt?.kind === 'question')
    rows.push({ label: withIcon('reply', t('Always Answer This So…')), value: { other: 'always' } });
  rows.push({ label: withIcon('terminal', t('Look at It in the Terminal')), value: LOOK });
  if (place && place.at < place.of)
    rows.push({ label: withIcon('debug-step-over', t('Skip It')), value: { other: 'skip' } });
  return rows;
}

/** What is asked, in rows of which each leads to the terminal. */
function saidRows(session: Session): Row<Way>[] {
  const { prompt } = session;
  const lines = prompt && wayToAnswer(prompt) !== 'terminal' ? readable(prompt, t) : [waitsFor(session, t)];
  const icon = prompt?.command ? 'terminal-bash' : prompt?.paths.length ? 'file' : prompt?.url ? 'link' : 'question';
  return lines.map((label, at) => ({
    label,
    iconPath: new vscode.ThemeIcon(at ? 'blank' : icon),
    ...(!at && { description: plain(prompt?.tool ?? '', NAME) }),
    ...(!at && { buttons: [button('terminal', t('Look at It in the Terminal'))] }),
    value: LOOK,
  }));
}
