/** The card of a session. */
import { ACTIONS, type Action, type Card, type Words } from '../../src/dashboard/messages.ts';
import { button, filled, make, say } from '../shared/dom.ts';
import { AskedPart } from './asked.ts';
import { tell } from './channel.ts';
import { Entry } from './entry.ts';
import { Screen } from './screen.ts';

export interface Around {
  words: Words;
  selected: (id: string, isSelected: boolean) => void;
  typed: (id: string, text: string) => void;
}

export class CardView {
  readonly element: HTMLElement;
  readonly screen = new Screen();
  readonly asked: AskedPart;
  readonly entry: Entry;
  readonly check = make('input', { type: 'checkbox', 'data-inner': '' });
  private readonly name = make('span', { class: 'name' });
  private readonly status = make('span', { class: 'status' });
  private readonly age = make('span', { class: 'age' });
  private readonly title = make('p', { class: 'title' });
  private readonly facts = make('p', { class: 'facts' });
  private readonly progress = make('div', { class: 'progress' });
  private readonly bar = make('progress', { max: '100' });
  private readonly step = make('span');
  private isActive = false;
  private readonly off: HTMLElement;
  private readonly buttons: Record<Action, HTMLButtonElement>;

  constructor(
    public card: Card,
    private readonly around: Around,
  ) {
    const { id, name } = card;
    const { words } = around;
    this.asked = new AskedPart(id, words);
    this.entry = new Entry(id, name, words, (text) => around.typed(id, text));
    this.check.setAttribute('aria-label', filled(words.select, name));
    this.check.addEventListener('change', () => around.selected(id, this.check.checked));
    this.off = make('p', { class: 'off' }, words.noScreen);
    const made = ACTIONS.map((action) => [
      action,
      button(words.actions[action], () => tell({ type: 'act', action, ids: [id] }), {
        class: 'quiet',
        'aria-label': `${words.actions[action]}, ${name}`,
        'data-inner': '',
      }),
    ]);
    this.buttons = Object.fromEntries(made) as Record<Action, HTMLButtonElement>;
    for (const inner of this.entry.element.querySelectorAll('textarea, button')) inner.setAttribute('data-inner', '');
    this.progress.append(this.bar, this.step);
    this.element = make(
      'div',
      { class: 'card', role: 'group', tabindex: '-1', 'data-id': id },
      make('header', {}, this.check, this.name, this.status, this.age),
      make(
        'div',
        { class: 'body' },
        make('div', { class: 'said' }, this.title, this.asked.element, this.progress, this.facts),
        this.screen.element,
        this.off,
      ),
      this.entry.element,
      make('footer', {}, ...Object.values(this.buttons)),
    );
    this.show(card);
  }

  show(card: Card): void {
    const { words } = this.around;
    this.card = card;
    const hasFocus = this.element.contains(document.activeElement);
    this.element.dataset['standing'] = card.standing;
    this.element.setAttribute('aria-label', card.spoken);
    this.screen.element.setAttribute('aria-label', filled(words.screen, card.name));
    say(this.name, card.name);
    say(this.status, card.status);
    say(this.age, card.age);
    say(this.title, card.title);
    this.title.hidden = !card.title;
    say(this.facts, card.facts.join(' · '));
    this.showProgress(card.progress, card.name);
    this.asked.show(card.prompt);
    this.entry.element.hidden = !card.isLive;
    this.screen.element.hidden = !card.isLive;
    this.off.hidden = card.isLive;
    for (const action of ACTIONS) this.buttons[action].hidden = !card.actions.includes(action);
    this.activate(this.isActive);
    // What had it is not there any more.
    if (hasFocus && !this.element.contains(document.activeElement)) this.element.focus({ preventScroll: true });
  }

  /** The keyboard is at this card: Tab leads to what is on it, and to nothing on the others. */
  activate(isActive: boolean): void {
    this.isActive = isActive;
    this.element.tabIndex = isActive ? 0 : -1;
    this.element.classList.toggle('active', isActive);
    for (const inner of this.element.querySelectorAll<HTMLElement>('[data-inner]')) inner.tabIndex = isActive ? 0 : -1;
  }

  private showProgress(progress: Card['progress'], name: string): void {
    this.progress.hidden = !progress;
    if (!progress) return;
    this.bar.hidden = progress.percent === null;
    this.bar.value = progress.percent ?? 0;
    this.bar.setAttribute('aria-label', progress.text || name);
    say(this.step, progress.text);
  }
}
