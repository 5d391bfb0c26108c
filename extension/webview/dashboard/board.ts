/** The cards in their places: made, put in order, gone through by keys, and those in sight told to the extension. */
import type { Card, Entry, Kept, ToPage, Words } from '../../src/dashboard/messages.ts';
import { make } from '../shared/dom.ts';
import { type Around, CardView } from './card.ts';
import { keep, tell } from './channel.ts';
import { moved } from './moves.ts';

/** Milliseconds in which what comes into sight is told together. */
const TOGETHER = 100;

export class Board {
  readonly element: HTMLElement;
  private readonly views = new Map<string, CardView>();
  private order: string[] = [];
  private readonly inSight = new Set<string>();
  private readonly sight = new IntersectionObserver((seen) => this.sees(seen));
  private due = 0;
  private toldSight = '';
  private readonly around: Around;

  /** `selected` is called when other cards are, `announce` with what who listens is to hear at once. */
  constructor(
    words: Words,
    private readonly kept: Kept,
    private readonly selected: () => void,
    private readonly announce: (text: string) => void,
  ) {
    this.element = make('div', { class: 'board', role: 'region', 'aria-label': words.sessions });
    this.around = {
      words,
      selected: (id, isSelected) => this.select(isSelected ? [...kept.selected, id] : without(kept.selected, id)),
      typed: (id, text) => {
        kept.drafts = { ...kept.drafts, [id]: text };
        keep(kept);
      },
    };
    this.element.addEventListener('keydown', (event) => this.press(event));
    this.element.addEventListener('focusin', ({ target }) => {
      const id = (target as Element).closest<HTMLElement>('.card')?.dataset['id'];
      if (id !== undefined) this.activate(id);
    });
    this.element.addEventListener('focusout', () => this.tellSightSoon());
  }

  get ids(): readonly string[] {
    return this.order;
  }

  show(cards: readonly Card[]): void {
    for (const card of cards) {
      const view = this.views.get(card.id);
      if (view && card.standing === 'waiting' && view.card.prompt?.promptId !== card.prompt?.promptId && card.prompt)
        this.announce(card.spoken);
      if (view) view.show(card);
      else this.add(card);
    }
  }

  arrange(entries: readonly Entry[]): void {
    const isFirst = !this.order.length;
    this.order = entries.flatMap((entry) => ('id' in entry ? entry.id : []));
    for (const [id, view] of this.views) if (!this.order.includes(id)) this.drop(id, view);
    const wanted = entries.flatMap((entry) =>
      'id' in entry ? (this.views.get(entry.id)?.element ?? []) : heading(entry),
    );
    for (const old of this.element.querySelectorAll('.group')) old.remove();
    const focused = document.activeElement as HTMLElement | null;
    for (const [at, element] of wanted.entries()) {
      const there = this.element.children[at];
      if (there !== element) this.element.insertBefore(element, there ?? null);
    }
    // A card that was put elsewhere loses the focus.
    if (focused !== document.activeElement && focused?.isConnected) focused.focus({ preventScroll: true });
    // Before the sidecar has told its sessions there are none, and what was kept is for those that come.
    if (!this.order.length) return;
    const active = this.kept.active;
    this.activate(active !== null && this.views.has(active) ? active : (this.order[0] ?? null));
    if (isFirst) this.views.get(this.kept.active ?? '')?.element.scrollIntoView({ block: 'nearest' });
    this.select(this.kept.selected.filter((id) => this.views.has(id)));
  }

  paint(paint: Extract<ToPage, { type: 'paint' }>): void {
    this.views.get(paint.id)?.screen.paint(paint);
  }

  given(id: string, isFine: boolean): void {
    this.views.get(id)?.entry.given(isFine);
  }

  select(ids: readonly string[]): void {
    this.kept.selected = ids;
    for (const [id, view] of this.views) {
      view.check.checked = ids.includes(id);
      view.element.classList.toggle('selected', ids.includes(id));
    }
    keep(this.kept);
    this.selected();
  }

  private add(card: Card): void {
    const view = new CardView(card, this.around);
    view.entry.text.value = this.kept.drafts[card.id] ?? '';
    view.activate(false);
    this.views.set(card.id, view);
    this.sight.observe(view.element);
  }

  private drop(id: string, view: CardView): void {
    const hadFocus = view.element.contains(document.activeElement);
    const place = [...this.views.keys()].indexOf(id);
    this.sight.unobserve(view.element);
    this.inSight.delete(id);
    this.views.delete(id);
    view.element.remove();
    const next = this.order[Math.min(place, this.order.length - 1)];
    if (hadFocus && next !== undefined) this.views.get(next)?.element.focus();
    this.tellSightSoon();
  }

  private activate(id: string | null): void {
    if (this.kept.active !== id && this.kept.active !== null) this.views.get(this.kept.active)?.activate(false);
    this.kept.active = id;
    if (id !== null) this.views.get(id)?.activate(true);
    keep(this.kept);
    this.tellSightSoon();
  }

  private press(event: KeyboardEvent): void {
    const view = this.views.get(this.kept.active ?? '');
    if (!view || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target !== view.element) {
      if (event.key === 'Escape') view.element.focus();
      return;
    }
    const places = this.order.map((id) => {
      const { offsetLeft: left = 0, offsetTop: top = 0 } = this.views.get(id)?.element ?? {};
      return { left, top };
    });
    const to = moved(event.key, this.order.indexOf(view.card.id), places);
    if (to !== undefined) this.views.get(this.order[to] ?? '')?.element.focus();
    else if (event.key === 'Enter')
      tell({ type: 'act', action: view.card.actions.includes('open') ? 'open' : 'resume', ids: [view.card.id] });
    else if (event.key === ' ') view.check.click();
    else if (event.key === 'Delete') tell({ type: 'act', action: 'remove', ids: [view.card.id] });
    else if (!view.asked.press(event.key)) {
      if (event.key !== 'i' || view.entry.element.hidden) return;
      view.entry.text.focus();
    }
    event.preventDefault();
  }

  private sees(seen: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of seen) {
      const id = (target as HTMLElement).dataset['id'] ?? '';
      if (isIntersecting) this.inSight.add(id);
      else this.inSight.delete(id);
    }
    this.tellSightSoon();
  }

  /** Also when the page is hidden: then nothing is. */
  tellSightSoon(): void {
    window.clearTimeout(this.due);
    this.due = window.setTimeout(() => {
      const ids = document.hidden ? [] : this.order.filter((id) => this.inSight.has(id));
      const hasFocus = this.element.contains(document.activeElement) && this.kept.active !== null;
      const focused = hasFocus && ids.includes(this.kept.active ?? '') ? this.kept.active : null;
      const now = JSON.stringify([ids, focused]);
      this.element.dataset['watched'] = String(ids.length);
      if (now !== this.toldSight) tell({ type: 'sight', ids, focused });
      this.toldSight = now;
    }, TOGETHER);
  }
}

function heading({ group, detail, level }: Extract<Entry, { group: string }>): HTMLElement {
  const tag = `h${Math.min(6, level)}` as 'h2';
  return make(tag, { class: 'group' }, group, make('span', { class: 'detail' }, detail));
}

function without(ids: readonly string[], id: string): string[] {
  return ids.filter((each) => each !== id);
}
