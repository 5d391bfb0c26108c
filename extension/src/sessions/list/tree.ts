/** The sessions in the side bar: groups, sessions, what is below them. Rows are drawn anew one by one. */
import * as vscode from 'vscode';
import type { Aim } from '../../prompts/aim.ts';
import type { ChangedFiles } from '../../review/changedFiles.ts';
import { keepAges } from '../../shared/ages.ts';
import {
  type Behaviour,
  createView,
  type DrawnRow,
  drawRow,
  drawTooltip,
  drawView,
  type Rows,
} from '../../shared/draw.ts';
import { t } from '../../shared/l10n.ts';
import { isMotionReduced, onDidChangeMotion } from '../../shared/motion.ts';
import { KeptTooltips } from '../../shared/tooltips.ts';
import type { Client } from '../../sidecar/client.ts';
import type { ChosenGrouping } from '../groups/chosenGrouping.ts';
import { type Filter, foundLine, isFiltering } from '../groups/filter.ts';
import type { Group } from '../groups/grouping.ts';
import { groupItem } from '../groups/groupRow.ts';
import { filterText } from '../groups/groupWords.ts';
import { NOTIFIED, noticeText } from '../rows/noticeWords.ts';
import { sessionItem } from '../rows/sessionRow.ts';
import { tooltip } from '../rows/tooltip.ts';
import { ageText } from '../rows/words.ts';
import { Clicks } from './clicks.ts';
import { Contents, onDidChangeFolders } from './contents.ts';
import { type Node, Nodes, type SessionNode, timelineKey } from './nodes.ts';
import { Selection } from './selection.ts';
import { SessionList } from './sessionList.ts';

export class SessionTree implements Rows<Node>, vscode.Disposable {
  readonly view: vscode.TreeView<Node>;
  readonly files: ChangedFiles;
  readonly selection: Selection;
  private readonly changed = new vscode.EventEmitter<Node | Node[] | undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly nodes = new Nodes();
  readonly list: SessionList;
  private readonly contents: Contents;
  private readonly clicks = new Clicks();
  private readonly tooltips = new KeptTooltips();
  /** By session, what its row says of time. */
  private readonly ages = new Map<string, string>();
  private readonly expanded = new Set<string>();
  private readonly collapsed = new Set<string>();
  private readonly subscriptions: vscode.Disposable[];
  private listAsked = false;

  constructor(
    private readonly client: Client,
    private readonly aim: Aim,
    chosen: ChosenGrouping,
    behaviour: Behaviour<Node> = {},
  ) {
    this.list = new SessionList(chosen);
    this.view = createView('branchline.sessions', this, { showCollapseAll: true, canSelectMany: true, ...behaviour });
    const rows = {
      nodes: this.nodes,
      layout: () => this.list.layout,
      rowOf: (id: string) => this.sessionNode(id),
      isCollapsed: (group: string) => this.collapsed.has(group),
    };
    const warn = (error: unknown) => client.log.warn(`A row was not selected: ${error}`);
    this.selection = new Selection(this.view, rows, warn);
    const rowOf = (id: string) => this.rowOf(id);
    this.contents = new Contents(client, this.nodes, rowOf, (id) => this.redraw(rowOf(id)));
    this.files = this.contents.files;
    this.subscriptions = [
      this.selection,
      this.view,
      this.clicks,
      this.changed,
      this.view.onDidExpandElement(({ element }) => this.opened(element, true)),
      this.view.onDidCollapseElement(({ element }) => this.opened(element, false)),
      keepAges(this.view, () => this.refreshAges()),
      onDidChangeMotion(() => this.redraw(...this.list.layout.rows.values())),
      client.timelines.onDidChange((id) => this.redraw(timelineKey(this.rowOf(id)))),
      client.sessions.onDidChange(() => this.refresh()),
      client.onDidChangeState(() => this.drawAll()),
      onDidChangeFolders(() => this.drawAll()),
    ];
  }

  dispose(): void {
    for (const each of this.subscriptions) each.dispose();
  }

  get filter(): Filter {
    return this.list.filter;
  }

  set filter(filter: Filter) {
    this.list.filter = filter;
    this.refresh();
  }

  /** The group that a row is, or is below of. */
  groupAt(node: Node): Group | undefined {
    if (node.kind === 'group') return this.list.layout.groups.get(node.key);
    const above = this.getParent(node);
    return above && this.groupAt(above);
  }

  /** Draws what altered: rows, two groups, or the list. */
  refresh(): void {
    const { sessions } = this.client;
    const before = this.list.layout;
    const rows = this.list.update(sessions.all(), sessions.active);
    this.nodes.keepOnly(this.list.layout);
    for (const id of this.ages.keys()) if (!sessions.get(id)) this.forget(id);
    if (rows === undefined) this.drawAll();
    else this.redraw(...rows);
    this.selection.moved(before);
    this.drawAround();
  }

  private drawAll(): void {
    // Drawn by one question for the list, however many records come first.
    if (this.listAsked) return;
    this.listAsked = true;
    this.changed.fire(undefined);
  }

  private drawAround(): void {
    const all = this.client.sessions.all();
    const count = all.filter(({ status }) => status === 'waiting').length;
    const wait = count === 1 ? t('1 session waits for you') : t('{0} sessions wait for you', count);
    const notices = this.client.sessions.notices.filter(({ code }) => !NOTIFIED.includes(code));
    const filter = filterText(this.filter, this.list.layout.rows.size, all.length, t);
    drawView(this.view, {
      badge: count ? { value: count, tooltip: wait } : undefined,
      lines: [...(filter === undefined ? [] : [filter]), ...notices.map((notice) => noticeText(notice, t))],
    });
  }

  private forget(id: string): void {
    for (const known of [this.ages, this.expanded]) known.delete(id);
    this.files.forget(id);
    this.clicks.forget(id);
  }

  private opened(node: Node, isOpen: boolean): void {
    if (node.kind === 'session') isOpen ? this.expanded.add(node.id) : this.expanded.delete(node.id);
    if (node.kind === 'group') isOpen ? this.collapsed.delete(node.key) : this.collapsed.add(node.key);
  }

  getParent(node: Node): Node | undefined {
    if (node.kind === 'note') return this.nodes.parent(node);
    if (node.kind !== 'group' && node.kind !== 'session') return this.contents.parent(node);
    const above = this.list.layout.above.get(node.kind === 'group' ? node.key : this.rowOf(node.id));
    return above ? this.node(above) : undefined;
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (!node) {
      this.listAsked = false;
      if (this.client.state !== 'running' && !this.client.sessions.all().length) return [];
      const rows = this.rowsBelow('');
      if (rows.length || !isFiltering(this.filter)) return rows;
      return [{ kind: 'note', text: t('No session fits the filter') }];
    }
    if (node.kind === 'group') return this.rowsBelow(node.key);
    return this.contents.children(node);
  }

  getTreeItem(node: Node): DrawnRow {
    switch (node.kind) {
      case 'group': {
        const group = this.groupAt(node);
        return group ? groupItem(node.key, group, this.client.sessions.personas) : drawRow({ label: t('Removed') });
      }
      case 'session':
        return this.clicks.own(this.sessionItem(node), node);
      case 'note':
        return drawRow({ label: node.text, spoken: node.text });
      default:
        return this.clicks.own(this.contents.item(node), node);
    }
  }

  /** Asked for when the pointer rests on a row for the first time since it was drawn. */
  resolveTreeItem(item: vscode.TreeItem, node: Node): vscode.TreeItem {
    const session = node.kind === 'session' ? this.client.sessions.get(node.id) : undefined;
    const { agents, personas, nameOf } = this.client.sessions;
    if (session) drawTooltip(item, tooltip(session, agents, new Date(), t, personas, nameOf));
    if (session) this.tooltips.given(session.id);
    if (node.kind === 'snapshot') this.contents.resolve(item, node);
    return item;
  }

  private rowOf(id: string): string {
    return this.list.layout.rows.get(id) ?? id;
  }

  private sessionNode(id: string): Node | undefined {
    const row = this.list.layout.rows.get(id);
    return row === undefined ? undefined : this.node(row, id);
  }

  private rowsBelow(key: string): Node[] {
    return (this.list.layout.below.get(key) ?? []).map((row) => this.node(row));
  }

  private node(row: string, id = row.slice(row.lastIndexOf('\n\n') + 2)): Node {
    const isGroup = this.list.layout.groups.has(row);
    return this.nodes.of(row, isGroup ? { kind: 'group', key: row } : { kind: 'session', id });
  }

  private redraw(...keys: string[]): void {
    const known = keys.map((key) => this.nodes.known(key)).filter((node) => node !== undefined);
    if (known.length) this.changed.fire(known);
  }

  private refreshAges(): void {
    const now = new Date();
    const rows = new Set(this.tooltips.outdated());
    for (const session of this.client.sessions.all()) {
      const drawn = this.ages.get(session.id);
      if (drawn !== undefined && drawn !== ageText(session, now, t)) rows.add(session.id);
    }
    const timelines = this.client.timelines.loaded().map((id) => timelineKey(this.rowOf(id)));
    this.redraw(...timelines, ...[...rows].map((id) => this.rowOf(id)));
  }

  private sessionItem(node: SessionNode): DrawnRow {
    const { sessions } = this.client;
    const session = sessions.get(node.id);
    if (!session) return drawRow({ label: t('Removed') });
    const now = new Date();
    this.aim.drew(node.id, session.prompt, now.getTime());
    this.ages.set(node.id, ageText(session, now, t));
    const { grouping } = this.list;
    const around = {
      agents: sessions.agents,
      personas: sessions.personas,
      now,
      nameOf: sessions.nameOf,
      isUnderStatus: grouping === 'status',
      saysRepository: grouping !== 'repository' && new Set(sessions.all().map(({ repo }) => repo)).size > 1,
      isActive: sessions.active === node.id,
      found: foundLine(session, this.filter),
    };
    const key = this.nodes.keyOf(node) ?? this.rowOf(node.id);
    return sessionItem(session, around, { key, isExpanded: this.expanded.has(node.id), isStill: isMotionReduced() });
  }
}
