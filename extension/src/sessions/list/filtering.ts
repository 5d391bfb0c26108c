/** Choosing what the list shows: how it is grouped, and by which text and statuses it is filtered. */
import type * as vscode from 'vscode';
import { pickMany } from '../../shared/checkedRows.ts';
import { setContext } from '../../shared/context.ts';
import { themeIcon } from '../../shared/draw.ts';
import { t } from '../../shared/l10n.ts';
import { inform } from '../../shared/notices.ts';
import { plain } from '../../shared/plain.ts';
import { pick } from '../../shared/quickInput.ts';
import type { Client } from '../../sidecar/client.ts';
import type { ChosenGrouping } from '../groups/chosenGrouping.ts';
import { isFiltering, NO_FILTER } from '../groups/filter.ts';
import { GROUPINGS } from '../groups/grouping.ts';
import { groupingWord, standingWord } from '../groups/groupWords.ts';
import { STANDINGS, standing } from '../rows/order.ts';
import { STANDING_LOOKS } from '../rows/words.ts';
import type { SessionTree } from './tree.ts';

export class Filtering {
  constructor(
    private readonly client: Client,
    private readonly tree: SessionTree,
    private readonly chosen: ChosenGrouping,
  ) {}

  async groupBy(): Promise<void> {
    const now = this.chosen.of(this.client.sessions.all().length);
    const rows = GROUPINGS.map((grouping) => ({
      label: groupingWord(grouping, t),
      description: grouping === now ? t('current') : ('' as const),
      value: grouping,
    }));
    const grouping = await pick(rows, { title: t('Group Sessions By'), active: (each) => each === now });
    if (grouping === undefined) return;
    this.chosen.choose(grouping);
    this.tree.refresh();
  }

  async choose(): Promise<void> {
    const { text, standings } = this.tree.filter;
    const all = this.client.sessions.all();
    const rows = STANDINGS.map((each) => ({
      label: standingWord(each, t),
      description: plain(String(all.filter((session) => standing(session) === each).length)),
      iconPath: themeIcon(STANDING_LOOKS[each]) as vscode.ThemeIcon,
      value: each,
    }));
    const chosen = await pickMany(rows, {
      title: t('Filter Sessions'),
      placeholder: t('Text in names, instructions or transcripts; check the statuses to show'),
      value: text,
      picked: (each) => standings.includes(each),
    });
    if (chosen) await this.set(chosen.text.trim(), chosen.values);
  }

  async clear(): Promise<void> {
    this.tree.filter = NO_FILTER;
    await setContext('sessionsFiltered', false);
  }

  private async set(text: string, standings: typeof NO_FILTER.standings): Promise<void> {
    const searched = text ? await this.client.request('session/search', { text }) : undefined;
    const found = new Map(searched?.found.map(({ id, line }) => [id, line]));
    this.tree.filter = { text, standings, found };
    await setContext('sessionsFiltered', isFiltering(this.tree.filter));
    if (searched?.complete === false)
      void inform(t('Not all of the transcripts could be looked through: there may be more sessions with this text.'));
  }
}
