/** The comparison's page: it shows what the extension tells, and tells what the user does. */
import type { ToPage, Words } from '../../src/comparison/messages.ts';
import { button, filled, make, say } from '../shared/dom.ts';
import { hear, keep, kept, tell } from './channel.ts';
import { Table } from './table.ts';

class Page {
  private shown: Extract<ToPage, { type: 'table' }> | undefined;
  private readonly note = make('p', { class: 'note', role: 'status', 'aria-live': 'polite' });
  private readonly count = make('span', { class: 'fact' });
  private readonly two: HTMLButtonElement;
  private readonly differing = make('input', { type: 'checkbox', id: 'differing' });
  private readonly table: Table;
  private readonly main: HTMLElement;

  constructor(private readonly words: Words) {
    this.two = button(words.compareTwo, () => this.compareTwo(), { class: 'first', title: words.chooseTwo });
    this.differing.checked = kept.onlyDiffering;
    this.differing.addEventListener('change', () => {
      kept.onlyDiffering = this.differing.checked;
      keep();
      this.filter();
    });
    this.table = new Table(words, {
      open: (file, session) => this.open(file, session),
      keep: (session) => this.shown && tell({ type: 'keep', shown: this.shown.shown, session }),
      chosen: (ids) => this.choose(ids),
    });
    const label = make('label', { for: 'differing' }, words.onlyDiffering);
    this.main = make('main', {}, make('h1', { class: 'announced' }, words.title));
    this.main.append(
      make('div', { class: 'toolbar' }, this.two, this.differing, label, this.count),
      this.note,
      this.table.element,
    );
    this.table.element.hidden = true;
    document.body.replaceChildren(this.main);
    this.choose(kept.chosen);
  }

  show(table: Extract<ToPage, { type: 'table' }>): void {
    this.shown = table;
    kept.ids = table.columns.map(({ id }) => id);
    this.table.show(table, kept.chosen);
    this.table.element.hidden = !table.rows.length && !table.columns.length;
    this.choose(kept.chosen.filter((id) => kept.ids.includes(id)));
    this.filter();
  }

  say(text: string): void {
    this.shown = undefined;
    this.table.element.hidden = true;
    say(this.count, '');
    say(this.note, text);
  }

  private filter(): void {
    if (!this.shown) return;
    const some = this.table.filter(kept.onlyDiffering);
    const all = this.shown.rows.length;
    say(this.count, filled(filled(this.words.counted, some), all).replace('{1}', String(all)));
  }

  private choose(ids: readonly string[]): void {
    kept.chosen = ids;
    keep();
    this.two.disabled = ids.length !== 2;
    const isEmpty = this.shown && !this.shown.rows.length;
    if (this.shown) say(this.note, isEmpty ? this.words.none : this.hint());
  }

  private hint(): string {
    return kept.chosen.length === 2 ? this.words.openBoth : `${this.words.openOne} ${this.words.chooseTwo}`;
  }

  private pair(): { one: number; other: number } | undefined {
    const places = kept.chosen.map((id) => kept.ids.indexOf(id)).sort((a, b) => a - b);
    const [one, other] = places;
    return places.length === 2 && one !== undefined && other !== undefined && one >= 0 ? { one, other } : undefined;
  }

  private open(file: number, session: number): void {
    const [shown, pair] = [this.shown?.shown, this.pair()];
    if (shown === undefined) return;
    if (pair) tell({ type: 'openBoth', shown, file, ...pair });
    else if (session >= 0) tell({ type: 'open', shown, file, session });
  }

  private compareTwo(): void {
    const [shown, pair] = [this.shown?.shown, this.pair()];
    if (shown !== undefined && pair) tell({ type: 'openAll', shown, ...pair });
  }
}

let page: Page | undefined;
hear((message) => {
  switch (message.type) {
    case 'begin':
      page = new Page(message.words);
      return;
    case 'table':
      return page?.show(message);
    case 'say':
      return page?.say(message.text);
  }
});
tell({ type: 'ready' });
