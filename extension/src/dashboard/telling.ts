/** What the page is told while it is seen. Hidden, it is told nothing, nobody is listened to, and no clock runs. Pure. */
import type { DidPaint } from '../protocol/protocol.ts';
import type { Card, ToPage } from './messages.ts';
import { Painted } from './painting.ts';

/** Milliseconds in which what alters is told together, and after which ages on the screen are old. */
const TOGETHER = 50;
const STALE_AFTER = 30_000;

type Heard = { dispose(): void };
type Entries = Extract<ToPage, { type: 'entries' }>;

/** What there is to be told. */
export interface Source {
  onDidChange(listener: () => void): Heard;
  onDidPaint(listener: (painted: DidPaint) => void): Heard;
  /** The cards, and where they stand. */
  now(): { cards: readonly Card[]; entries: Entries };
  looks(ids: readonly string[], focused: string | undefined): void;
}

export class Telling {
  private readonly say: (message: ToPage) => void;
  private readonly source: Source;
  private readonly painted = new Painted();
  /** By session, its card as the page has it. */
  private readonly told = new Map<string, string>();
  private toldEntries = '';
  private due: NodeJS.Timeout | undefined;
  /** What goes on as long as it is seen. */
  private seen: Heard[] = [];

  constructor(say: (message: ToPage) => void, source: Source) {
    this.say = say;
    this.source = source;
  }

  get isSeen(): boolean {
    return this.seen.length > 0;
  }

  /** The page was made anew, and has nothing. */
  begin(): void {
    this.hidden();
    this.painted.clear();
    this.told.clear();
    this.toldEntries = '';
    const ages = setInterval(() => this.tellSoon(), STALE_AFTER);
    this.seen = [
      { dispose: () => clearInterval(ages) },
      this.source.onDidChange(() => this.tellSoon()),
      this.source.onDidPaint((painting) => this.paint(painting)),
    ];
    this.tell();
  }

  hidden(): void {
    if (!this.isSeen) return;
    for (const each of this.seen.splice(0)) each.dispose();
    clearTimeout(this.due);
    this.due = undefined;
    this.source.looks([], undefined);
  }

  /** These cards are in sight. */
  watch(ids: readonly string[], focused: string | undefined): void {
    if (this.isSeen) this.source.looks(ids, focused);
  }

  private tellSoon(): void {
    this.due ??= setTimeout(() => {
      this.due = undefined;
      this.tell();
    }, TOGETHER);
  }

  private paint(painting: DidPaint): void {
    const paint = this.told.has(painting.id) ? this.painted.next(painting) : undefined;
    if (paint) this.say(paint);
  }

  /** What the page does not have yet: cards first, so that each that is put somewhere is known. */
  private tell(): void {
    const { cards, entries } = this.source.now();
    const altered = cards.filter((card) => {
      const now = JSON.stringify(card);
      const isOther = this.told.get(card.id) !== now;
      this.told.set(card.id, now);
      return isOther;
    });
    if (altered.length) this.say({ type: 'cards', cards: altered });
    const ids = new Set(cards.map(({ id }) => id));
    for (const id of this.told.keys())
      if (!ids.has(id)) {
        this.told.delete(id);
        this.painted.forget(id);
      }
    const now = JSON.stringify(entries);
    if (now !== this.toldEntries) this.say(entries);
    this.toldEntries = now;
  }
}
