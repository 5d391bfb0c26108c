/** What the dashboard shows: the sessions of the side bar, in its groups and order, and how the page lays them out. */
import type * as vscode from 'vscode';
import { isFiltering } from '../sessions/groups/filter.ts';
import { filterText } from '../sessions/groups/groupWords.ts';
import type { SessionList } from '../sessions/list/sessionList.ts';
import type { Around } from '../sessions/rows/words.ts';
import { t } from '../shared/l10n.ts';
import type { Plain } from '../shared/plain.ts';
import type { Client } from '../sidecar/client.ts';
import { type Kept, LAYOUTS, type PageLayout } from './messages.ts';

const LAYOUT = 'branchline.dashboardLayout';
const KEPT = 'branchline.dashboardKept';

export class Shown {
  constructor(
    readonly client: Client,
    readonly list: SessionList,
    private readonly memory: vscode.Memento,
  ) {}

  onDidChange(listener: () => void): { dispose(): void } {
    return this.list.onDidArrange(listener);
  }

  get layout(): PageLayout {
    const layout = this.memory.get(LAYOUT);
    return LAYOUTS.find((each) => each === layout) ?? 'grid';
  }

  set layout(layout: PageLayout) {
    void this.memory.update(LAYOUT, layout);
  }

  /** VS Code keeps a page's own state only from time to time, and what was written must not be lost. */
  get kept(): Kept {
    return this.memory.get<Kept>(KEPT) ?? { active: null, selected: [], drafts: {} };
  }

  set kept(kept: Kept) {
    const isThere = (id: string) => this.client.sessions.get(id) !== undefined;
    const drafts = Object.entries(kept.drafts).filter(([id, text]) => text && isThere(id));
    void this.memory.update(KEPT, { ...kept, drafts: Object.fromEntries(drafts) });
  }

  around(): Around {
    const { agents, personas } = this.client.sessions;
    return { agents, personas, now: new Date() };
  }

  filter(): Plain {
    const { filter, layout } = this.list;
    return filterText(filter, layout.rows.size, this.client.sessions.all().length, t) ?? '';
  }

  /** Where there is no card. */
  empty(): Plain {
    if (this.list.layout.rows.size) return '';
    return isFiltering(this.list.filter) ? t('No session fits the filter') : t('There are no sessions yet.');
  }
}
