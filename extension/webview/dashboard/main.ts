/** The dashboard's page: it shows what the extension tells, and tells what the user does. */
import type { PageLayout, ToPage } from '../../src/dashboard/messages.ts';
import { make, say } from '../shared/dom.ts';
import { Board } from './board.ts';
import { hear, tell } from './channel.ts';
import { Toolbar } from './toolbar.ts';

const live = make('div', { class: 'announced', role: 'status', 'aria-live': 'polite' });
const empty = make('p', { class: 'empty' });
let board: Board | undefined;
let toolbar: Toolbar | undefined;

function begin({ words, layout, kept: state }: Extract<ToPage, { type: 'begin' }>): void {
  const made = new Board(
    words,
    state,
    () => toolbar?.showSelected(),
    (text) => say(live, text),
  );
  const lay = (chosen: PageLayout) => {
    const isOther = made.element.dataset['layout'] !== undefined;
    made.element.dataset['layout'] = chosen;
    if (isOther) tell({ type: 'layout', layout: chosen });
  };
  toolbar = new Toolbar(words, layout, lay, {
    ids: () => state.selected,
    all: () => made.select(made.ids),
    none: () => made.select([]),
  });
  board = made;
  document.body.replaceChildren(
    make('main', {}, make('h1', { class: 'announced' }, words.dashboard), toolbar.element, made.element, empty),
    live,
  );
}

hear((message) => {
  switch (message.type) {
    case 'begin':
      return begin(message);
    case 'cards':
      return board?.show(message.cards);
    case 'entries':
      board?.arrange(message.entries);
      toolbar?.showFilter(message.filter);
      return say(empty, message.empty);
    case 'paint':
      return board?.paint(message);
    case 'given':
      return board?.given(message.id, message.isFine);
  }
});
document.addEventListener('visibilitychange', () => board?.tellSightSoon());
tell({ type: 'ready' });
