/** The table: files by sessions. Only the rows in sight are drawn; keys lead from cell to cell. */
import type { Column, TableRow, ToPage, Words } from '../../src/comparison/messages.ts';
import { make } from '../shared/dom.ts';
import { headOf } from './head.ts';
import { inSight, moved, type Place } from './window.ts';

export interface Asked {
  /** By the places in the table that the extension sent. */
  open(file: number, session: number): void;
  keep(session: number): void;
  chosen(ids: readonly string[]): void;
}

/** Pixels, until a row was drawn. */
const HEIGHT = 26;

export class Table {
  readonly element: HTMLElement;
  private readonly table = make('table', { role: 'grid' });
  private readonly head = make('thead');
  private readonly body = make('tbody');
  private readonly spaces = [space(), space()] as const;
  private columns: readonly Column[] = [];
  private rows: readonly TableRow[] = [];
  /** The places of those that are let through. */
  private places: readonly number[] = [];
  private at: Place = { row: 0, column: 0 };
  private height = HEIGHT;
  private drawn = '';

  constructor(
    private readonly words: Words,
    private readonly asked: Asked,
  ) {
    this.table.setAttribute('aria-label', words.title);
    this.table.append(this.head, this.body);
    this.element = make('div', { class: 'scrolled' }, this.table);
    this.element.addEventListener('scroll', () => this.draw());
    new ResizeObserver(() => this.draw()).observe(this.element);
    this.body.addEventListener('keydown', (event) => this.press(event));
    // Also by a screen reader, which goes its own ways.
    this.body.addEventListener('focusin', ({ target }) => {
      const place = placeOf(target as Element);
      if (place && (place.row !== this.at.row || place.column !== this.at.column)) this.go(place, false);
    });
    this.body.addEventListener('click', ({ target }) => {
      const place = placeOf(target as Element);
      if (place) this.go(place, true);
      if (place && place.column > 0) this.open(place);
    });
  }

  show(table: Extract<ToPage, { type: 'table' }>, chosen: readonly string[]): void {
    this.columns = table.columns;
    this.rows = table.rows;
    // As wide as the longest path, whichever are drawn: else columns would jump when somebody scrolls.
    const longest = table.rows.reduce((most, { path }) => Math.max(most, path.length), 0);
    this.table.style.setProperty('--longest', String(longest));
    this.table.setAttribute('aria-colcount', String(table.columns.length + 1));
    this.head.replaceChildren(headOf(this.columns, this.words, chosen, this.asked));
  }

  /** How many are let through. */
  filter(onlyDiffering: boolean): number {
    this.places = this.rows.flatMap((row, place) => (!onlyDiffering || row.differs ? place : []));
    this.table.setAttribute('aria-rowcount', String(this.places.length + 1));
    this.drawn = '';
    this.go(this.at, this.body.contains(document.activeElement));
    return this.places.length;
  }

  private draw(): void {
    const { scrollTop, clientHeight } = this.element;
    const { first, end } = inSight(this.places.length, this.height, scrollTop, clientHeight);
    // The cell that has the focus stays, wherever it is: who scrolls does not lose it.
    const span = `${first} ${end} ${this.height}`;
    if (span === this.drawn) return;
    this.drawn = span;
    const hadFocus = this.body.contains(document.activeElement);
    const rows = this.places.slice(first, end).map((place, count) => this.rowOf(place, first + count));
    const [above, below] = this.spaces;
    above.style.height = `${first * this.height}px`;
    below.style.height = `${(this.places.length - end) * this.height}px`;
    this.body.replaceChildren(above, ...rows, below);
    this.body.dataset['drawn'] = String(rows.length);
    if (hadFocus) this.cell()?.focus({ preventScroll: true });
    const height = rows[0]?.getBoundingClientRect().height;
    if (height && Math.abs(height - this.height) > 0.5) {
      this.height = height;
      this.draw();
    }
  }

  private rowOf(place: number, row: number): HTMLTableRowElement {
    const { path, cells } = this.rows[place] as TableRow;
    const made = make('tr', { 'aria-rowindex': String(row + 2) });
    made.append(
      make('th', { scope: 'row', title: path, ...this.cellFacts(row, 0) }, make('bdi', { dir: 'ltr' }, path)),
    );
    for (const [column, cell] of cells.entries()) {
      const facts = this.cellFacts(row, column + 1);
      const spoken = cell?.spoken ?? this.words.untouched;
      const said = make('span', { class: 'announced' }, `${path}, ${this.columns[column]?.name}: ${spoken}`);
      if (!cell) {
        made.append(make('td', { class: 'untouched', ...facts }, said));
        continue;
      }
      const shown = make('td', { title: spoken, 'data-status': cell.status, ...facts }, said);
      shown.append(seen('letter', cell.letter), seen('counts', cell.counts));
      if (cell.alike) {
        shown.dataset['alike'] = String(((cell.alike - 1) % 4) + 1);
        shown.append(seen('alike', `=${String.fromCodePoint(96 + cell.alike)}`));
      }
      made.append(shown);
    }
    return made;
  }

  private cellFacts(row: number, column: number): Record<string, string> {
    const isHere = row === this.at.row && column === this.at.column;
    return {
      ...{ 'data-row': String(row), 'data-column': String(column), 'aria-colindex': String(column + 1) },
      ...{ role: column ? 'gridcell' : 'rowheader', tabindex: isHere ? '0' : '-1' },
    };
  }

  private cell({ row, column } = this.at): HTMLElement | null {
    return this.body.querySelector<HTMLElement>(`[data-row="${row}"][data-column="${column}"]`);
  }

  private go(to: Place, focuses: boolean): void {
    this.cell()?.setAttribute('tabindex', '-1');
    this.at = {
      row: Math.max(0, Math.min(to.row, this.places.length - 1)),
      column: Math.min(to.column, this.columns.length),
    };
    if (focuses) this.reveal(this.at.row);
    this.draw();
    const cell = this.cell();
    cell?.setAttribute('tabindex', '0');
    if (focuses) cell?.focus({ preventScroll: true });
    if (focuses && this.at.column) cell?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  /** Into the room below the head. */
  private reveal(row: number): void {
    const head = this.head.offsetHeight;
    const [top, end] = [row * this.height, (row + 1) * this.height];
    const room = this.element.clientHeight - head;
    if (top < this.element.scrollTop) this.element.scrollTop = top;
    else if (end > this.element.scrollTop + room) this.element.scrollTop = end - room;
  }

  private press(event: KeyboardEvent): void {
    const isFar = event.ctrlKey || event.metaKey;
    if (event.altKey || (isFar && event.key !== 'Home' && event.key !== 'End')) return;
    if (event.key === 'Enter' || event.key === ' ') this.open(this.at);
    else {
      const page = Math.max(1, Math.floor(this.element.clientHeight / this.height) - 2);
      const to = moved(event.key, isFar, this.at, this.places.length, this.columns.length + 1, page);
      if (!to) return;
      this.go(to, true);
    }
    event.preventDefault();
  }

  private open({ row, column }: Place): void {
    const place = this.places[row];
    if (place !== undefined) this.asked.open(place, column - 1);
  }
}

/** What a screen reader is told in other words. */
function seen(name: string, text: string): HTMLElement {
  return make('span', { class: name, 'aria-hidden': 'true' }, text);
}

function space(): HTMLTableRowElement {
  return make('tr', { class: 'space', 'aria-hidden': 'true' });
}

function placeOf(element: Element): Place | undefined {
  const cell = element.closest<HTMLElement>('[data-row]');
  return cell ? { row: Number(cell.dataset['row']), column: Number(cell.dataset['column']) } : undefined;
}
