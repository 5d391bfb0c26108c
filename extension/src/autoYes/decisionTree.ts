/** The log of auto-yes below the sessions: hidden until something was decided, or somebody asks for it. */
import * as vscode from 'vscode';
import type { Session } from '../protocol/protocol.ts';
import { keepAges } from '../shared/ages.ts';
import { setContext } from '../shared/context.ts';
import { createView, type DrawnRow, drawRow, drawTooltip, drawView, type Rows, themeIcon } from '../shared/draw.ts';
import { t } from '../shared/l10n.ts';
import { joined, plain } from '../shared/plain.ts';
import type { Client } from '../sidecar/client.ts';
import { DecisionLog, type Entry } from './decisionLog.ts';
import {
  decisionContext,
  decisionDescription,
  decisionLook,
  decisionTooltip,
  spokenDecision,
  subject,
} from './decisionWords.ts';
import { isOn } from './words.ts';

export interface DecisionNode extends Entry {
  kind: 'decision';
}

/** Decisions come in bursts, and each redraws the whole list. */
const BURST = 200;
/** Characters of a name beside the view's title. */
const SHORT = 40;

export class DecisionTree implements Rows<DecisionNode>, vscode.Disposable {
  readonly log = new DecisionLog();
  readonly view: vscode.TreeView<DecisionNode>;
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly subscriptions: vscode.Disposable[];
  private burst: NodeJS.Timeout | undefined;
  private wanted = false;

  constructor(private readonly client: Client) {
    this.view = createView('branchline.autoYesLog', this);
    this.subscriptions = [
      this.view,
      this.changed,
      client.onDidDecide((decision) => this.log.add(decision)),
      client.onDidChangeState((state) => state === 'running' && void this.load()),
      client.sessions.onDidChange((session) => this.sessionsChanged(session)),
      keepAges(this.view, () => this.changed.fire(undefined)),
      this.log.onDidChange(() => this.refresh()),
    ];
  }

  dispose(): void {
    clearTimeout(this.burst);
    for (const each of this.subscriptions) each.dispose();
  }

  /** Brings the log to the user's eyes: of one session, or of all. */
  async show(session?: Session): Promise<void> {
    this.wanted = true;
    this.log.filter = { askedOnly: false, ...(session && { session: session.id }) };
    await this.keepContext();
    await vscode.commands.executeCommand('branchline.autoYesLog.focus');
  }

  showAskedOnly(): void {
    this.log.filter = { ...this.log.filter, askedOnly: true };
  }

  clearFilter(): void {
    this.log.filter = { askedOnly: false };
  }

  getChildren(node?: DecisionNode): DecisionNode[] {
    return node ? [] : this.log.shown().map((entry) => ({ kind: 'decision', ...entry }));
  }

  getTreeItem({ number, decision }: DecisionNode): DrawnRow {
    const now = new Date();
    return drawRow(
      {
        label: subject(decision, t),
        description: decisionDescription(decision, now, t),
        spoken: spokenDecision(decision, now, t),
      },
      {
        id: String(number),
        iconPath: themeIcon(decisionLook(decision)),
        contextValue: decisionContext(decision, this.client.sessions.get(decision.id) !== undefined),
      },
    );
  }

  /** Asked for when the pointer rests on an entry for the first time since it was drawn. */
  resolveTreeItem(item: vscode.TreeItem, { decision }: DecisionNode): vscode.TreeItem {
    drawTooltip(item, decisionTooltip(decision, new Date(), t));
    return item;
  }

  /** A connection that is new may have missed some. */
  private async load(): Promise<void> {
    try {
      this.log.load((await this.client.request('autoYes/log', {})).entries);
    } catch (error) {
      this.client.log.warn(`The log of auto-yes was not had: ${error}`);
    }
  }

  private refresh(): void {
    void this.keepContext();
    this.burst ??= setTimeout(() => {
      this.burst = undefined;
      this.describe();
      this.changed.fire(undefined);
    }, BURST);
  }

  private describe(): void {
    const { session, askedOnly } = this.log.filter;
    const name = session && plain(this.client.sessions.get(session)?.name ?? t('a session that was removed'), SHORT);
    drawView(this.view, {
      description: joined([name, askedOnly && t('only what was asked')]),
      lines: [this.log.isFiltered && !this.log.shown().length ? t('Nothing in the log fits the filter.') : ''],
    });
  }

  /** Entries say whether their session is still there, so that only its coming and going redraws them. */
  private sessionsChanged(session: Session | undefined): void {
    void this.keepContext();
    if (!session) this.refresh();
  }

  private async keepContext(): Promise<void> {
    const shown = this.wanted || this.log.hasOwn || this.client.sessions.all().some(isOn);
    await Promise.all([
      setContext('showDecisions', shown),
      setContext('decisionsFiltered', this.log.isFiltered),
      setContext('decisionsAskedOnly', this.log.filter.askedOnly),
    ]);
  }
}
