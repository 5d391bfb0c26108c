/** The list as it stands on the screen, and which of its rows what happens alters. Pure. */
import type { Session } from '../../protocol/protocol.ts';
import { Listeners } from '../../shared/listeners.ts';
import type { ChosenGrouping } from '../groups/chosenGrouping.ts';
import { type Filter, fits, NO_FILTER } from '../groups/filter.ts';
import { arranged, EMPTY, type Grouping, type Layout, toDraw } from '../groups/grouping.ts';

export class SessionList {
  private readonly chosen: Pick<ChosenGrouping, 'of'>;
  private drawn = new Map<string, string>();
  private wanted: Filter = NO_FILTER;
  private readonly arranged = new Listeners<void>();
  layout: Layout = EMPTY;
  grouping: Grouping = 'none';

  constructor(chosen: Pick<ChosenGrouping, 'of'>) {
    this.chosen = chosen;
  }

  get filter(): Filter {
    return this.wanted;
  }

  /** Headings that are empty go when the list is another one. */
  set filter(filter: Filter) {
    this.wanted = filter;
    this.layout = EMPTY;
  }

  /** Called when the sessions were taken in. */
  onDidArrange(listener: () => void): { dispose(): void } {
    return this.arranged.add(listener);
  }

  /** Takes in the sessions as they are now. The rows to be drawn anew come back; undefined: the list itself. */
  update(sessions: readonly Session[], active: string | null): string[] | undefined {
    const before = this.layout;
    const grouping = this.chosen.of(sessions.length);
    const isOther = grouping !== this.grouping || before === EMPTY || !sessions.length;
    this.grouping = grouping;
    const shown = sessions.filter((session) => fits(session, this.filter));
    this.layout = arranged(shown, grouping, isOther || grouping !== 'status' ? EMPTY : before);
    const altered = this.altered(sessions, active);
    this.arranged.tell();
    return isOther ? undefined : toDraw(before, this.layout, altered);
  }

  /** Those whose records, or the names in them, are others than those that were told last: a record is told anew with whatever alters. */
  private altered(sessions: readonly Session[], active: string | null): string[] {
    const before = this.drawn;
    const names = new Map(sessions.map(({ id, name }) => [id, name]));
    const others = ({ conflicts }: Session) => conflicts.map((each) => names.get(each.with ?? ''));
    this.drawn = new Map(sessions.map((each) => [each.id, JSON.stringify([each, each.id === active, others(each)])]));
    return sessions.map(({ id }) => id).filter((id) => before.get(id) !== this.drawn.get(id));
  }
}
