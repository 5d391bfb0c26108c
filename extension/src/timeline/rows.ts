/** A session's timeline below its row: its snapshots, newest first. */
import * as vscode from 'vscode';
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

const t = vscode.l10n.t;

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

  timelineItem({ sessionId }: TimelineNode): vscode.TreeItem {
    const session = this.client.sessions.get(sessionId);
    const item = new vscode.TreeItem(t('Timeline'), vscode.TreeItemCollapsibleState.Collapsed);
    item.id = `timeline\n${sessionId}`;
    item.iconPath = new vscode.ThemeIcon('history');
    item.tooltip = t('Snapshots of the session’s files: what can be looked at, restored and gone on from.');
    item.contextValue = session && hasWorktree(session) ? 'timeline;worktree;' : 'timeline;';
    item.accessibilityInformation = { label: t('Timeline of {0}', session?.name ?? '') };
    return item;
  }

  snapshotItem(node: SnapshotNode): vscode.TreeItem {
    const { sessionId, number } = node;
    const snapshot = this.client.timelines.get(sessionId, number);
    if (!snapshot) return new vscode.TreeItem(t('Removed'));
    const session = this.client.sessions.get(sessionId);
    const now = new Date();
    const item = new vscode.TreeItem(snapshotLabel(snapshot, t));
    item.id = `snapshot\n${sessionId}\n${number}`;
    item.iconPath = new vscode.ThemeIcon(snapshotIcon(snapshot));
    item.description = snapshotDescription(snapshot, now, t);
    item.contextValue = snapshotContext(session !== undefined && hasWorktree(session));
    item.accessibilityInformation = { label: spokenSnapshot(snapshot, now, t) };
    item.command = {
      command: 'branchline.compareWithPrevious',
      title: t('Compare with Previous'),
      arguments: [node],
    };
    return item;
  }

  /** undefined: it is gone. */
  snapshotTooltip({ sessionId, number }: SnapshotNode): vscode.MarkdownString | undefined {
    const snapshot = this.client.timelines.get(sessionId, number);
    return snapshot && new vscode.MarkdownString(snapshotTooltip(snapshot, new Date(), vscode.env.language, t));
  }
}
