/** The sessions in the side bar: repositories when there are several, sessions, their changed files. */
import * as vscode from 'vscode';
import type { Aim } from '../prompts/aim.ts';
import type { NoticeCode, Session } from '../protocol/protocol.ts';
import { ChangedFiles } from '../review/changedFiles.ts';
import { type FileNode, fileItem } from '../review/rows.ts';
import { keepAges } from '../shared/ages.ts';
import { createView, type DrawnRow, drawRow, drawTooltip, drawView, type Rows, themeIcon } from '../shared/draw.ts';
import { errorText } from '../shared/errors.ts';
import { t } from '../shared/l10n.ts';
import { NAME, type Plain, plain } from '../shared/plain.ts';
import { KeptTooltips } from '../shared/tooltips.ts';
import type { Client } from '../sidecar/client.ts';
import { type SnapshotNode, type TimelineNode, TimelineRows } from '../timeline/rows.ts';
import { noticeText } from './noticeWords.ts';
import { repositoryItem } from './repositoryRow.ts';
import { tooltip } from './tooltip.ts';
import { sessionUri } from './uri.ts';
import { contextValue, description, look, spoken } from './words.ts';

export type Node =
  | { kind: 'repository'; repo: string }
  | { kind: 'session'; id: string }
  | FileNode
  | TimelineNode
  | SnapshotNode
  | { kind: 'note'; text: Plain };

/** The notice that is said in a notification, which leads to the list of them, and not above the rows. */
export const ORPHANED_WORKTREES: NoticeCode = 'ORPHANED_WORKTREES';

export class SessionTree implements Rows<Node>, vscode.Disposable {
  readonly view: vscode.TreeView<Node>;
  readonly files: ChangedFiles;
  private readonly changed = new vscode.EventEmitter<Node | undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  /** The same object for the same row: VS Code knows rows by identity. */
  private readonly nodes = new Map<string, Node>();
  /** By session, the repository that its row was drawn for. */
  private readonly repos = new Map<string, string>();
  private readonly timeline: TimelineRows;
  private readonly tooltips = new KeptTooltips();
  private readonly subscriptions: vscode.Disposable[];
  private listAsked = false;

  constructor(
    private readonly client: Client,
    private readonly aim: Aim,
  ) {
    this.view = createView('branchline.sessions', this, { showCollapseAll: true });
    this.timeline = new TimelineRows(client);
    this.files = new ChangedFiles(
      async ({ id, changes }) => (await client.request('session/changes', { id, tree: changes.tree })).files,
      (id) => {
        const session = client.sessions.get(id);
        if (session) this.refresh(session);
      },
    );
    this.subscriptions = [
      this.view,
      this.changed,
      keepAges(this.view, () => this.refreshAges()),
      client.timelines.onDidChange((id) => this.redraw(timelineKey(id))),
      client.sessions.onDidChange((session) => this.refresh(session)),
      client.onDidChangeState(() => this.refresh(undefined)),
    ];
  }

  dispose(): void {
    for (const each of this.subscriptions) each.dispose();
  }

  /** Redraw one session's row, or everything. */
  refresh(session: Session | undefined): void {
    if (!session) this.forgetRemoved();
    if (session && this.repos.get(session.id) === session.repo) this.redraw(session.id);
    else if (!this.listAsked) {
      // A row that is new, or in another place, is drawn by one question for the list, however many records come first.
      this.listAsked = true;
      this.changed.fire(undefined);
    }
    const count = this.client.sessions.all().filter(({ status }) => status === 'waiting').length;
    const wait = count === 1 ? t('1 session waits for you') : t('{0} sessions wait for you', count);
    const notices = this.client.sessions.notices.filter(({ code }) => code !== ORPHANED_WORKTREES);
    drawView(this.view, {
      badge: count ? { value: count, tooltip: wait } : undefined,
      lines: notices.map((notice) => noticeText(notice, t)),
    });
  }

  /** One that comes back is a new row to VS Code. */
  private forgetRemoved(): void {
    for (const [key, node] of this.nodes) {
      const id = node.kind === 'session' ? node.id : node.kind === 'timeline' ? node.sessionId : undefined;
      if (id === undefined || this.client.sessions.get(id)) continue;
      this.nodes.delete(key);
      this.repos.delete(id);
      this.files.forget(id);
    }
  }

  async reveal(id: string): Promise<void> {
    const node = this.node(id, { kind: 'session', id });
    if (this.client.sessions.get(id)) await this.view.reveal(node, { select: true, focus: false });
  }

  getParent(node: Node): Node | undefined {
    if (node.kind === 'snapshot') return this.timelineNode(node.sessionId);
    if (node.kind === 'file' || node.kind === 'timeline')
      return this.node(node.sessionId, { kind: 'session', id: node.sessionId });
    if (node.kind !== 'session') return undefined;
    const repo = this.client.sessions.get(node.id)?.repo;
    return repo && this.isGrouped() ? this.node(repo, { kind: 'repository', repo }) : undefined;
  }

  async getChildren(node?: Node): Promise<Node[]> {
    const sessions = this.client.sessions.all();
    if (!node) {
      this.listAsked = false;
      if (this.client.state !== 'running' && !sessions.length) return [];
      if (!this.isGrouped()) return sessions.map((session) => this.sessionNode(session));
      const repos = [...new Set(sessions.map(({ repo }) => repo))].sort();
      return repos.map((repo) => this.node(repo, { kind: 'repository', repo }));
    }
    if (node.kind === 'repository')
      return sessions.filter(({ repo }) => repo === node.repo).map((session) => this.sessionNode(session));
    if (node.kind === 'session') return this.below(node.id);
    if (node.kind === 'timeline') return orNote(this.timeline.children(node));
    return [];
  }

  getTreeItem(node: Node): DrawnRow {
    switch (node.kind) {
      case 'repository':
        return repositoryItem(node.repo);
      case 'session':
        return this.sessionItem(node.id);
      case 'file':
        return fileItem(node, this.client.sessions.get(node.sessionId));
      case 'timeline':
        return this.timeline.timelineItem(node);
      case 'snapshot':
        return this.timeline.snapshotItem(node);
      case 'note':
        return drawRow({ label: node.text, spoken: node.text });
    }
  }

  /** Asked for when the pointer rests on a row for the first time since it was drawn. */
  resolveTreeItem(item: vscode.TreeItem, node: Node): vscode.TreeItem {
    const session = node.kind === 'session' ? this.client.sessions.get(node.id) : undefined;
    if (session) {
      const { agents, personas } = this.client.sessions;
      drawTooltip(item, tooltip(session, agents, new Date(), t, personas));
    }
    if (session) this.tooltips.given(session.id);
    if (node.kind === 'snapshot') drawTooltip(item, this.timeline.snapshotTooltip(node));
    return item;
  }

  /** What is below a session: its timeline, once there are files to take snapshots of, and its changed files. */
  private async below(id: string): Promise<Node[]> {
    const session = this.client.sessions.get(id);
    if (!session) return [];
    const timeline = session.worktree ? [this.timelineNode(id)] : [];
    return session.freed ? timeline : [...timeline, ...(await orNote(this.fileNodes(session)))];
  }

  private async fileNodes(session: Session): Promise<Node[]> {
    const files = await this.files.atOnce(session);
    if (files.length) return files.map((file) => ({ kind: 'file', sessionId: session.id, file }));
    return [{ kind: 'note', text: t('No changes yet') }];
  }

  private sessionNode({ id, repo }: Session): Node {
    this.repos.set(id, repo);
    return this.node(id, { kind: 'session', id });
  }

  private timelineNode(sessionId: string): Node {
    return this.node(timelineKey(sessionId), { kind: 'timeline', sessionId });
  }

  private redraw(key: string): void {
    const known = this.nodes.get(key);
    if (known) this.changed.fire(known);
  }

  private refreshAges(): void {
    for (const id of this.client.timelines.loaded()) this.redraw(timelineKey(id));
    for (const id of this.tooltips.outdated()) this.redraw(id);
  }

  private sessionItem(id: string): DrawnRow {
    const session = this.client.sessions.get(id);
    if (!session) return drawRow({ label: t('Removed') });
    this.aim.drew(id, session.prompt, Date.now());
    const { agents } = this.client.sessions;
    return drawRow(
      {
        label: plain(session.name, NAME),
        description: description(session, agents, t),
        spoken: spoken(session, agents, t),
      },
      {
        id: session.id,
        collapsibleState: vscode.TreeItemCollapsibleState.Collapsed,
        resourceUri: sessionUri(session),
        iconPath: themeIcon(look(session)),
        contextValue: contextValue(session),
        command: {
          command: 'branchline.openTerminal',
          title: t('Open Terminal'),
          arguments: [{ kind: 'session', id }],
        },
      },
    );
  }

  private isGrouped(): boolean {
    return new Set(this.client.sessions.all().map(({ repo }) => repo)).size > 1;
  }

  private node(key: string, fresh: Node): Node {
    const known = this.nodes.get(key) ?? fresh;
    this.nodes.set(key, known);
    return known;
  }
}

const timelineKey = (id: string) => `timeline\n${id}`;

/** The reason instead of the rows that could not be had. */
async function orNote(rows: Promise<Node[]>): Promise<Node[]> {
  try {
    return await rows;
  } catch (error) {
    return [{ kind: 'note', text: errorText(error) }];
  }
}
