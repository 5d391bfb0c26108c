/** Screens that the sidecar is asked to tell of: those of all who look at some. Pure. */
import type { DidPaint, WatchParams } from '../protocol/protocol.ts';
import { Listeners } from '../shared/listeners.ts';

/** What one of them looks at. */
export interface Looks {
  ids: readonly string[];
  /** With how rows are drawn. */
  colours?: boolean;
  /** The one that the user has to do with just now. */
  focused?: string | undefined;
}

/** Whether there is somebody to be asked, and what there is to be seen. */
interface Around {
  readonly state: string;
  readonly sessions: { get(id: string): unknown };
  readonly log: { warn(message: string): void };
}

export class Screens {
  private readonly listeners = new Listeners<DidPaint>();
  private readonly lookers = new Map<string, Looks>();
  private readonly watch: (params: WatchParams) => Promise<unknown>;
  private readonly around: Around;

  constructor(watch: (params: WatchParams) => Promise<unknown>, around: Around) {
    this.watch = watch;
    this.around = around;
  }

  /** Called with each screen that altered and that anybody looks at. */
  onDidPaint(listener: (painted: DidPaint) => void): { dispose(): void } {
    return this.listeners.add(listener);
  }

  didPaint(painted: DidPaint): void {
    this.listeners.tell(painted);
  }

  /** From now on `who` looks at these, and at none of those before. */
  looks(who: string, at: Looks): void {
    if (at.ids.length) this.lookers.set(who, at);
    else if (!this.lookers.delete(who)) return;
    this.again();
  }

  /** The sidecar is another one, which knows nothing of it. */
  again(): void {
    const { state, sessions, log } = this.around;
    if (state !== 'running') return;
    const all = [...this.lookers.values()];
    const focused = all.find((each) => each.focused !== undefined)?.focused;
    this.watch({
      ids: [...new Set(all.flatMap(({ ids }) => ids))].filter((id) => sessions.get(id)),
      colours: all.some(({ colours }) => colours),
      ...(focused !== undefined && { focused }),
    }).catch((error) => log.warn(`Screens are not followed: ${error}`));
  }
}
