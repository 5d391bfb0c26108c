/** Ending one process of those that run under a session. */
import { t } from '../../shared/l10n.ts';
import { confirm, warn } from '../../shared/notices.ts';
import { LINE, plain } from '../../shared/plain.ts';
import type { Client } from '../../sidecar/client.ts';
import type { WorkNode } from '../rows/workRows.ts';

export async function endProcess(client: Client, node: WorkNode | undefined): Promise<void> {
  if (!node) return void warn(t('This process does not run any more.'));
  const { sessionId: id, work } = node;
  const end = t('End Process');
  const question = t('End “{0}”?', plain(work.label, LINE));
  if ((await confirm(question, [t('What it started ends with it. Its agent is not told.')], end)) !== end) return;
  await client.request('session/endProcess', { id, work: work.id });
}
