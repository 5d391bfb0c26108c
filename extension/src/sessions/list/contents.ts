/** What is below a session's row: what it runs, its timeline and its changed files. */
import * as vscode from 'vscode';
import type { FileChange, Session } from '../../protocol/protocol.ts';
import { ChangedFiles } from '../../review/changedFiles.ts';
import { AT_ONCE, below, parts } from '../../review/folders.ts';
import { type FileNode, type FolderNode, fileItem, folderItem, type MoreNode, moreItem } from '../../review/rows.ts';
import { type DrawnRow, drawTooltip } from '../../shared/draw.ts';
import { errorText } from '../../shared/errors.ts';
import { t } from '../../shared/l10n.ts';
import type { Client } from '../../sidecar/client.ts';
import { type SnapshotNode, type TimelineNode, TimelineRows } from '../../timeline/rows.ts';
import { type WorkNode, workItem, workNodes } from '../rows/workRows.ts';
import { type Node, type Nodes, type SessionNode, timelineKey } from './nodes.ts';

type Content = FileNode | FolderNode | MoreNode | TimelineNode | SnapshotNode | WorkNode;

export class Contents {
  readonly files: ChangedFiles;
  private readonly timeline: TimelineRows;

  /** `altered` is called with a session that has other files than were drawn; `rowOf` gives the key of its row. */
  constructor(
    private readonly client: Client,
    private readonly nodes: Nodes,
    private readonly rowOf: (id: string) => string,
    altered: (id: string) => void,
  ) {
    this.timeline = new TimelineRows(client);
    this.files = new ChangedFiles(
      async ({ id, changes }) => (await client.request('session/changes', { id, tree: changes.tree })).files,
      altered,
    );
  }

  async children(node: Node): Promise<Node[]> {
    if (node.kind === 'folder' || node.kind === 'more')
      return this.nodes.below(node, await orNote(this.filesBelow(node)));
    if (node.kind !== 'session' && node.kind !== 'timeline') return [];
    const found = node.kind === 'session' ? this.below(node) : orNote(this.timeline.children(node));
    return this.nodes.below(node, await found);
  }

  item(node: Content): DrawnRow {
    const item = this.drawn(node);
    return Object.assign(item, { id: this.nodes.idBelow(node, item.id) });
  }

  resolve(item: vscode.TreeItem, node: SnapshotNode): void {
    drawTooltip(item, this.timeline.snapshotTooltip(node));
  }

  parent(node: Content): Node {
    const row = this.rowOf(node.sessionId);
    const session = this.nodes.of(row, { kind: 'session', id: node.sessionId });
    return this.nodes.parent(node) ?? (node.kind === 'snapshot' ? this.timelineNode(row, node.sessionId) : session);
  }

  private drawn(node: Content): DrawnRow {
    if (node.kind === 'work') return workItem(node);
    if (node.kind === 'folder') return folderItem(node);
    if (node.kind === 'more') return moreItem(node);
    if (node.kind === 'file') return fileItem(node, this.client.sessions.get(node.sessionId), isAsFolders());
    return node.kind === 'timeline' ? this.timeline.timelineItem(node) : this.timeline.snapshotItem(node);
  }

  /** The timeline once there are files to take snapshots of. */
  private async below(node: SessionNode): Promise<Node[]> {
    const session = this.client.sessions.get(node.id);
    if (!session) return [];
    const row = this.nodes.keyOf(node) ?? this.rowOf(node.id);
    const timeline = session.worktree ? [this.timelineNode(row, node.id)] : [];
    const above = [...workNodes(session), ...timeline];
    return session.freed ? above : [...above, ...(await orNote(this.fileNodes(session)))];
  }

  private async fileNodes(session: Session): Promise<Node[]> {
    const files = await this.files.atOnce(session);
    if (files.length) return isAsFolders() ? rowsIn(session.id, files, '') : fileRows(session.id, files, '');
    return [{ kind: 'note', text: t('No changes yet') }];
  }

  private async filesBelow(node: FolderNode | MoreNode): Promise<Node[]> {
    const { sessionId, folder } = node;
    const session = this.client.sessions.get(sessionId);
    if (!session) return [];
    const files = await this.files.atOnce(session);
    if (node.kind === 'folder') return rowsIn(sessionId, files, folder);
    const all = isAsFolders() ? below(files, folder).files : files;
    return rowsOf(sessionId, all.slice(node.from, node.to));
  }

  private timelineNode(row: string, sessionId: string): Node {
    return this.nodes.of(timelineKey(row), { kind: 'timeline', sessionId });
  }
}

/** As the user has VS Code's Source Control show them. */
function isAsFolders(): boolean {
  return vscode.workspace.getConfiguration('scm').get('defaultViewMode') === 'tree';
}

/** `heard` is called when that is otherwise. */
export function onDidChangeFolders(heard: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration('scm.defaultViewMode')) heard();
  });
}

function fileRows(sessionId: string, files: readonly FileChange[], folder: string): Node[] {
  const count = files.length;
  const more = parts(count).slice(1);
  const later = more.map(([from, to]): Node => ({ kind: 'more', sessionId, folder, from, to, count }));
  return [...rowsOf(sessionId, files.slice(0, AT_ONCE)), ...later];
}

function rowsOf(sessionId: string, files: readonly FileChange[]): Node[] {
  return files.map((file) => ({ kind: 'file', sessionId, file }));
}

function rowsIn(sessionId: string, files: readonly FileChange[], above: string): Node[] {
  const here = below(files, above);
  const isClosed = files.length > AT_ONCE;
  return [
    ...here.folders.map((folder): Node => ({ kind: 'folder', sessionId, folder, above, isClosed })),
    ...fileRows(sessionId, here.files, above),
  ];
}

/** The reason instead of the rows that could not be had. */
async function orNote(rows: Promise<Node[]>): Promise<Node[]> {
  try {
    return await rows;
  } catch (error) {
    return [{ kind: 'note', text: errorText(error) }];
  }
}
