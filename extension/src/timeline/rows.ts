/** A session's timeline below its row: its snapshots, newest first. */
import * as vscode from 'vscode';
import { hasWorktree } from '../shared/sessionFacts.ts';
import type { Client } from '../sidecar/client.ts';
import {
  checkpointContext,
  checkpointDescription,
  checkpointIcon,
  checkpointLabel,
  checkpointTooltip,
  spokenCheckpoint,
} from './words.ts';

export interface TimelineNode {
  kind: 'timeline';
  sessionId: string;
}

export interface CheckpointNode {
  kind: 'checkpoint';
  sessionId: string;
  number: number;
}

const t = vscode.l10n.t;

export class TimelineRows {
  constructor(private readonly client: Client) {}

  /** Asks the sidecar the first time; from then on it tells by itself what alters. */
  async children({ sessionId }: TimelineNode): Promise<CheckpointNode[]> {
    const { timelines } = this.client;
    if (!timelines.isComplete(sessionId)) {
      const { checkpoints } = await this.client.request('checkpoint/list', { id: sessionId });
      timelines.load(sessionId, checkpoints);
    }
    return timelines.of(sessionId).map(({ number }) => ({ kind: 'checkpoint', sessionId, number }));
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

  checkpointItem(node: CheckpointNode): vscode.TreeItem {
    const { sessionId, number } = node;
    const checkpoint = this.client.timelines.get(sessionId, number);
    if (!checkpoint) return new vscode.TreeItem(t('Removed'));
    const session = this.client.sessions.get(sessionId);
    const now = new Date();
    const item = new vscode.TreeItem(checkpointLabel(checkpoint, t));
    item.id = `checkpoint\n${sessionId}\n${number}`;
    item.iconPath = new vscode.ThemeIcon(checkpointIcon(checkpoint));
    item.description = checkpointDescription(checkpoint, now, t);
    item.contextValue = checkpointContext(session !== undefined && hasWorktree(session));
    item.accessibilityInformation = { label: spokenCheckpoint(checkpoint, now, t) };
    item.command = {
      command: 'branchline.compareWithPrevious',
      title: t('Compare with Previous'),
      arguments: [node],
    };
    return item;
  }

  /** undefined: it is gone. */
  checkpointTooltip({ sessionId, number }: CheckpointNode): vscode.MarkdownString | undefined {
    const checkpoint = this.client.timelines.get(sessionId, number);
    return checkpoint && new vscode.MarkdownString(checkpointTooltip(checkpoint, new Date(), vscode.env.language, t));
  }
}
