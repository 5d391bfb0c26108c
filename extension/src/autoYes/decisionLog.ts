/** What auto-yes decided, as the sidecar tells it, and which of it is shown. Holds no opinion of its own. */
import type { Decision } from '../protocol/protocol.ts';
import { Listeners } from '../shared/listeners.ts';

/** As many as the sidecar gives at once: older ones go. */
export const MOST = 1000;

export interface Entry {
  /** Counts up: the same prompt may be decided more than once. */
  number: number;
  decision: Decision;
}

export interface Filter {
  /** A session's id. */
  session?: string;
  askedOnly: boolean;
}

/** What a prompt asked for, and where: a session's prompt has it as an entry has. */
export type Asked = Pick<Decision, 'id' | 'promptId' | 'tool' | 'command' | 'paths' | 'url'>;

/** Of these, what is not the very thing that was asked: a session may have asked for it more than once. */
export function othersThan(asked: Asked, decisions: readonly Decision[]): Decision[] {
  const what = ({ id, tool, command, paths, url }: Asked) => JSON.stringify([id, tool, command, paths, url]);
  return decisions.filter((each) => what(each) !== what(asked));
}

function isSame(one: Decision, other: Decision): boolean {
  return one.id === other.id && one.promptId === other.promptId && one.at === other.at && other.after !== null;
}

export class DecisionLog {
  private entries: Entry[] = [];
  private next = 0;
  private current: Filter = { askedOnly: false };
  private readonly listeners = new Listeners<void>();

  /** Called when an entry or the filter altered. */
  onDidChange(listener: () => void): { dispose(): void } {
    return this.listeners.add(listener);
  }

  /** Everything anew, oldest first. */
  load(decisions: readonly Decision[]): void {
    this.entries = decisions.slice(-MOST).map((decision) => this.entry(decision));
    this.listeners.tell();
  }

  /** One that is told again is the same, of which more is known. */
  add(decision: Decision): void {
    const known = this.entries.findLast((each) => isSame(each.decision, decision));
    if (known) known.decision = decision;
    else this.entries.push(this.entry(decision));
    if (this.entries.length > MOST) this.entries.shift();
    this.listeners.tell();
  }

  get filter(): Filter {
    return this.current;
  }

  set filter(filter: Filter) {
    this.current = filter;
    this.listeners.tell();
  }

  get isFiltered(): boolean {
    return this.current.session !== undefined || this.current.askedOnly;
  }

  /** What people answered themselves is no reason to show a log of auto-yes. */
  get hasOwn(): boolean {
    return this.entries.some(({ decision }) => decision.by === 'rule');
  }

  /** What the filter lets through, newest first. */
  shown(): Entry[] {
    const { session, askedOnly } = this.current;
    return this.entries
      .filter(({ decision }) => session === undefined || decision.id === session)
      .filter(({ decision }) => !askedOnly || decision.outcome === 'asked')
      .reverse();
  }

  private entry(decision: Decision): Entry {
    this.next += 1;
    return { number: this.next, decision };
  }
}
