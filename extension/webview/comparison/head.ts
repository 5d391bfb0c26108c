/** The head of the table: each session's name, sums and check, the box that chooses it, the button that keeps it. */
import type { Column, Words } from '../../src/comparison/messages.ts';
import { button, make } from '../shared/dom.ts';

interface Asked {
  keep(session: number): void;
  chosen(ids: readonly string[]): void;
}

export function headOf(
  columns: readonly Column[],
  words: Words,
  chosen: readonly string[],
  asked: Asked,
): HTMLTableRowElement {
  const row = make('tr', { 'aria-rowindex': '1' }, make('th', { scope: 'col', 'aria-colindex': '1' }, words.file));
  const boxes: HTMLInputElement[] = [];
  const tell = () => asked.chosen(columns.flatMap(({ id }, place) => (boxes[place]?.checked ? id : [])));
  for (const [place, column] of columns.entries()) {
    const box = make('input', { type: 'checkbox', 'aria-label': column.choose, title: column.choose });
    box.checked = chosen.includes(column.id);
    box.addEventListener('change', tell);
    boxes.push(box);
    const head = make('th', { scope: 'col', 'aria-colindex': String(place + 2), abbr: column.name });
    head.append(
      make('div', { class: 'named' }, box, make('span', { class: 'name', title: column.name }, column.name)),
      make('div', { class: 'fact' }, column.status),
      make('div', { class: 'fact' }, column.sums),
      make('div', { class: `check ${column.verdict}` }, column.check),
      button(words.keep, () => asked.keep(place), {
        ...{ class: 'second', 'aria-label': `${words.keep} ${column.name}`, title: column.keep },
      }),
    );
    row.append(head);
  }
  return row;
}
