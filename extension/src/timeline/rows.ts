/** A session's timeline below its row: its snapshots, newest first. */
import * as vscode from 'vscode';
import { type DrawnRow, drawRow } from '../shared/draw.ts';
import { t } from '../shared/l10n.ts';
import { type Markdown, NAME, plain } from '../shared/plain.ts';
import { hasWorktree } from '../shared/sessionFacts.ts';
import type { Client } from '../sidecar/client.ts';
import {
  snapshotContext,
  snapshotDescription,
  snapshotIcon,
  snapshotLabel,
  snapshotTooltip,
  spokenSnapshot,
} from './words.ts';

export interface TimelineNode {
  kind: 'timeline';
  sessionId: string;
}

export interface SnapshotNode {
  kind: 'snapshot';
  sessionId: string;
  number: number;
}

export class TimelineRows {
  constructor(private readonly client: Client) {}

  /** Asks the sidecar the first time; from then on it tells by itself what alters. */
  async children({ sessionId }: TimelineNode): Promise<SnapshotNode[]> {
    const { timelines } = this.client;
    if (!timelines.isComplete(sessionId)) {
      const { snapshots } = await this.client.request('snapshot/list', { id: sessionId });
      timelines.load(sessionId, snapshots);
    }
    return timelines.of(sessionId).map(({ number }) => ({ kind: 'snapshot', sessionId, number }));
  }

  timelineItem({ sessionId }: TimelineNode): DrawnRow {
    const session = this.client.sessions.get(sessionId);
    return drawRow(
      {
        label: t('Timeline'),
        tooltip: t('Snapshots of the session’s files: what can be looked at, restored and gone on from.'),
        spoken: t('Timeline of {0}', plain(session?.name ?? '', NAME)),
      },
      {
        id: `timeline\n${sessionId}`,
        collapsibleState: vscode.TreeItemCollapsibleState.Collapsed,
        iconPath: new vscode.ThemeIcon('history'),
        contextValue: session && hasWorktree(session) ? 'timeline;worktree;' : 'timeline;',
      },
    );
  }

  snapshotItem(node: SnapshotNode): DrawnRow {
    const { sessionId, number } = node;
    const snapshot = this.client.timelines.get(sessionId, number);
    if (!snapshot) return drawRow({ label: t('Removed') });
    const session = this.client.sessions.get(sessionId);
    const now = new Date();
    return drawRow(
      {
        label: snapshotLabel(snapshot, t),
        description: snapshotDescription(snapshot, now, t),
        spoken: spokenSnapshot(snapshot, now, t),
      },
      {
        id: `snapshot\n${sessionId}\n${number}`,
        iconPath: new vscode.ThemeIcon(snapshotIcon(snapshot)),
        contextValue: snapshotContext(session !== undefined && hasWorktree(session)),
        command: {
          command: 'branchline.compareWithPrevious',
          title: t('Compare with Previous'),
          arguments: [node],
        },
      },
    );
  }

  /** undefined: it is gone. */
  snapshotTooltip({ sessionId, number }: SnapshotNode): Markdown | undefined {
    const snapshot = this.client.timelines.get(sessionId, number);
    return snapshot && snapshotTooltip(snapshot, new Date(), vscode.env.language, t);
  }
}
