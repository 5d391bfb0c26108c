/** What all sessions used, and what was used on each day, to be read; a session that is chosen is opened. */
import * as vscode from 'vscode';
import type { Session } from '../protocol/protocol.ts';
import { t } from '../shared/l10n.ts';
import { pickRow, type Row, separator } from '../shared/quickInput.ts';
import type { Client } from '../sidecar/client.ts';
import { dayRows, limitRows, sessionRows, type UsageRow } from './words.ts';

const DAYS = 30;

export async function showUsage(client: Client, open: (session: Session) => Promise<unknown>): Promise<unknown> {
  const { days } = await client.request('usage/days', { days: DAYS });
  const { agents } = client.sessions;
  const sessions = client.sessions.all();
  const now = new Date();
  const picked = await pickRow(
    [
      ...section(
        t('Limits of your accounts, as agents told them last'),
        limitRows(sessions, agents, now, t),
        'dashboard',
      ),
      ...section(t('Sessions'), sessionRows(sessions, agents, now, t), 'terminal'),
      ...section(
        t('Days, with the sessions that were removed'),
        dayRows(days, agents, vscode.env.language, t),
        'calendar',
      ),
    ],
    { title: t('Usage'), placeholder: t('What agents report of themselves. Choose a session to open it.') },
  );
  const chosen = client.sessions.get(picked?.value ?? '');
  return chosen && open(chosen);
}

function section(title: ReturnType<typeof t>, rows: readonly UsageRow[], icon: string): Row<string>[] {
  if (!rows.length) return [];
  const shown = rows.map(({ id, ...row }) => ({
    ...row,
    iconPath: new vscode.ThemeIcon(icon),
    ...(id !== undefined && { value: id }),
  }));
  return [separator(title), ...shown];
}
