/** Asks for the limits at which auto-yes pauses in one session: which of them, and its number. */
import * as vscode from 'vscode';
import type { Session } from '../protocol/protocol.ts';
import { t } from '../shared/l10n.ts';
import { inform } from '../shared/notices.ts';
import { NAME, plain } from '../shared/plain.ts';
import { ask, pick, type Question } from '../shared/quickInput.ts';
import type { Client } from '../sidecar/client.ts';
import { declared } from '../sidecar/userSettings.ts';
import {
  LIMITS,
  type Limit,
  limitComplaint,
  limitIn,
  limitLabel,
  limitSentence,
  limitsText,
  limitValue,
  numberOf,
  withLimit,
} from './limitWords.ts';

/** All that the session has of its own then; undefined: the user left. */
export async function askForLimits(
  client: Client,
  own: readonly string[],
  question: Pick<Question, 'title' | 'buttons'>,
): Promise<string[] | undefined> {
  const rows = LIMITS.map((limit) => ({
    label: limitLabel(limit, t),
    description: limitValue(limitIn(own, limit), usualLimit(client, limit), t),
    detail: limitSentence(limit, t),
    iconPath: new vscode.ThemeIcon('dashboard'),
    value: limit,
  }));
  const placeholder = t('When shall auto-yes leave this session to you?');
  const limit = await pick(rows, { ...question, placeholder, stays: true });
  if (!limit) return undefined;
  const text = await ask({
    ...(question.title && { title: question.title }),
    prompt: t('{0} Empty: what the settings say holds.', limitSentence(limit, t)),
    placeholder: plain(String(usualLimit(client, limit))),
    value: String(limitIn(own, limit) ?? ''),
    complaint: (typed) => limitComplaint(typed, t),
    stays: true,
  });
  return text === undefined ? undefined : withLimit(own, limit, numberOf(text));
}

/** What is higher than before holds from the next start on, and that is said. */
export async function changeLimits(client: Client, session: Session): Promise<void> {
  const { id } = session;
  const name = plain(session.name, NAME);
  const title = t('Auto-yes Limits of “{0}”', name);
  const limits = await askForLimits(client, session.nextLimits ?? session.limits, { title });
  if (!limits) return;
  const changed = await client.request('session/update', { id, limits });
  if (!changed.nextLimits) return;
  const then = limitsText(changed.nextLimits, t) || t('no limits of its own');
  void inform(t('With its next start “{0}” has: {1}. Until then the lower limits hold.', name, then));
}

function usualLimit(client: Client, limit: Limit): number {
  const key = `autoYes.${limit}`;
  return Number(client.confirmed.settings[key] ?? declared()[key]?.default);
}
