/** Removes sessions whose work has landed, after it was shown what goes with each. */
import * as vscode from 'vscode';
import type { Session } from '../protocol/protocol.ts';
import type { Batch } from '../sessions/removal/batch.ts';
import { t } from '../shared/l10n.ts';
import { briefly, inform } from '../shared/notices.ts';
import { pickSeveral } from '../shared/quickInput.ts';
import type { Client } from '../sidecar/client.ts';
import { mergedRow } from './diskWords.ts';

export async function cleanUpMerged(client: Client, batch: Pick<Batch, 'removeChosen'>): Promise<void> {
  const title = t('Looking for sessions whose work has landed');
  const { sessions } = await briefly(title, () => client.request('session/merged', {}));
  const whole = new Set(sessions.filter((each) => each.whole).map(({ id }) => id));
  const rows = sessions.flatMap((each) => {
    const session = client.sessions.get(each.id);
    const icon = new vscode.ThemeIcon('git-merge');
    return session ? [{ ...mergedRow(each, session, t), iconPath: icon, value: session }] : [];
  });
  if (!rows.length) {
    void inform(t('No session’s work has landed or was merged.'));
    return;
  }
  const chosen = await pickSeveral<Session>(rows, {
    title: t('Clean Up Merged Sessions'),
    placeholder: t('Enter removes what is checked. It can be restored for 30 days.'),
    chosen: ({ id, status }) => whole.has(id) && status !== 'working' && status !== 'waiting',
    stays: true,
  });
  if (chosen?.length) await batch.removeChosen(chosen);
}
