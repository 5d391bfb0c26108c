/** Above the cards: how they are laid out and filtered, and what is done with those that are selected. */
import { type Action, LAYOUTS, type PageLayout, type Words } from '../../src/dashboard/messages.ts';
import { button, filled, make, say } from '../shared/dom.ts';
import { tell } from './channel.ts';

const BATCH: readonly Action[] = ['resume', 'pause', 'stop', 'remove'];

export interface Selection {
  ids: () => readonly string[];
  all: () => void;
  none: () => void;
}

export class Toolbar {
  readonly element = make('div', { class: 'toolbar' });
  private readonly filter = make('span', { class: 'filter' });
  private readonly count = make('span', { class: 'count', role: 'status' });
  private readonly batch: HTMLElement;
  private readonly clear: HTMLButtonElement;

  constructor(
    private readonly words: Words,
    layout: PageLayout,
    lay: (layout: PageLayout) => void,
    private readonly selection: Selection,
  ) {
    const layouts = LAYOUTS.map((each) =>
      button(words.layouts[each], () => choose(each), { class: 'toggle', 'data-layout': each }),
    );
    const choose = (chosen: PageLayout) => {
      for (const each of layouts) each.setAttribute('aria-pressed', String(each.dataset['layout'] === chosen));
      lay(chosen);
    };
    choose(layout);
    this.clear = button(words.clearFilter, () => tell({ type: 'clearFilter' }), { class: 'second' });
    const acts = BATCH.map((action) =>
      button(words.actions[action], () => tell({ type: 'act', action, ids: selection.ids() }), { class: 'second' }),
    );
    const none = button(words.selectNone, selection.none, { class: 'quiet' });
    this.batch = make('div', { class: 'batch' }, this.count, ...acts, none);
    this.element.append(
      make('div', { class: 'layouts', role: 'group', 'aria-label': words.layout }, ...layouts),
      button(words.groupBy, () => tell({ type: 'groupBy' }), { class: 'quiet' }),
      button(words.filter, () => tell({ type: 'filter' }), { class: 'quiet' }),
      this.clear,
      button(words.selectAll, selection.all, { class: 'quiet' }),
      this.batch,
      this.filter,
    );
    this.showFilter('');
    this.showSelected();
  }

  showFilter(filter: string): void {
    say(this.filter, filter);
    this.clear.hidden = !filter;
  }

  showSelected(): void {
    const count = this.selection.ids().length;
    this.batch.hidden = !count;
    say(this.count, count ? filled(this.words.selected, count) : '');
  }
}
