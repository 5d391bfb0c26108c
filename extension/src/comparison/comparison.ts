/** Compares sessions in a tab: which ones, asked for where it is not said; one panel, which a reload brings back. */
import * as vscode from 'vscode';
import type { Session } from '../protocol/protocol.ts';
import { within } from '../sessions/groups/grouping.ts';
import type { SessionList } from '../sessions/list/sessionList.ts';
import { statusText } from '../sessions/rows/statusWords.ts';
import { createPanel } from '../shared/draw.ts';
import { t } from '../shared/l10n.ts';
import { inform } from '../shared/notices.ts';
import { isIds } from '../shared/pageMessages.ts';
import { joined, NAME, plain } from '../shared/plain.ts';
import { pickSeveral } from '../shared/quickInput.ts';
import { hasBranch } from '../shared/sessionFacts.ts';
import { lineCounts } from '../shared/words.ts';
import type { Client } from '../sidecar/client.ts';
import type { Keeping } from './keeping.ts';
import { optionsOf, Panel } from './panel.ts';

const ID = 'branchline.comparison';

export class Comparison implements vscode.Disposable, vscode.WebviewPanelSerializer {
  private panel: Panel | undefined;
  private readonly registration: vscode.Disposable;

  constructor(
    private readonly client: Client,
    private readonly list: SessionList,
    private readonly keeping: Keeping,
    private readonly extension: vscode.Uri,
  ) {
    this.registration = vscode.window.registerWebviewPanelSerializer(ID, this);
  }

  show(sessions: readonly Session[]): void {
    if (sessions.length < 2) {
      void inform(t('Choose at least two sessions to compare.'));
      return;
    }
    const ids = sessions.map(({ id }) => id);
    if (this.panel) this.panel.reveal(ids);
    else this.fill(createPanel(ID, t('Compare Sessions'), optionsOf(this.extension)), ids);
  }

  /** Those below a heading of the side bar. */
  async ofGroup(key: string): Promise<void> {
    const found = within(this.list.layout, key).flatMap((id) => this.client.sessions.get(id) ?? []);
    this.show(found.filter(hasBranch));
  }

  /** Asks for them; at first those on the same task are ticked. */
  async choose(session?: Session): Promise<void> {
    const all = this.client.sessions.all().filter(hasBranch);
    const first = session ?? this.client.sessions.get(this.client.sessions.active ?? '') ?? all[0];
    const rows = all
      .filter(({ repo }) => repo === first?.repo || !session)
      .map((each) => ({
        label: plain(each.name, NAME),
        description: joined([statusText(each, t), lineCounts(each.changes), each.task && plain(each.task, NAME)]),
        value: each,
      }));
    const isOfTask = ({ repo, task }: Session) => task !== null && task === first?.task && repo === first.repo;
    const chosen = await pickSeveral(rows, {
      title: t('Compare Sessions'),
      placeholder: t('Which sessions are to be compared?'),
      chosen: (each) => each.id === session?.id || isOfTask(each),
    });
    if (chosen) this.show(chosen);
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const ids: unknown = Object(state).ids;
    if (this.panel || !isIds(ids)) panel.dispose();
    else this.fill(panel, ids as string[]);
  }

  dispose(): void {
    this.panel?.dispose();
    this.registration.dispose();
  }

  private fill(panel: vscode.WebviewPanel, ids: readonly string[]): void {
    const filled = new Panel(panel, { client: this.client, keeping: this.keeping, extension: this.extension }, ids);
    this.panel = filled;
    panel.onDidDispose(() => {
      filled.dispose();
      if (this.panel === filled) this.panel = undefined;
    });
  }
}
