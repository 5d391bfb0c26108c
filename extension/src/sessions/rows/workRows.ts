/** The rows of what runs under a session, below its own. */
import type { BackgroundWork, Session } from '../../protocol/protocol.ts';
import { type DrawnRow, drawRow, themeIcon } from '../../shared/draw.ts';
import { t } from '../../shared/l10n.ts';
import { plain, SENTENCES } from '../../shared/plain.ts';
import { spokenWork, workLook, workText } from './workWords.ts';

export interface WorkNode {
  kind: 'work';
  sessionId: string;
  work: BackgroundWork;
}

export function workNodes({ id, background }: Session): WorkNode[] {
  return background.map((work) => ({ kind: 'work', sessionId: id, work }));
}

export function workItem({ sessionId, work }: WorkNode): DrawnRow {
  const now = new Date();
  return drawRow(
    {
      label: plain(work.label) || workText(work, now, t),
      description: workText(work, now, t),
      tooltip: plain(work.label, SENTENCES),
      spoken: spokenWork(work, now, t),
    },
    {
      id: `${sessionId}\nwork\n${work.id}`,
      iconPath: themeIcon(workLook(work)),
      contextValue: work.kind === 'subagent' ? 'work;' : 'work;process;',
    },
  );
}
