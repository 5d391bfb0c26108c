/** The sessions as the sidecar tells them. Folds its notifications; holds no opinion of its own. */
import type { Agent, DidChange, DidRemove, Notice, Persona, Session, SyncResult } from '../protocol/protocol.ts';
import { Listeners } from '../shared/listeners.ts';

export type Listener = (changed: Session | undefined) => void;

export class Sessions {
  agents: readonly Agent[] = [];
  personas: readonly Persona[] = [];
  notices: readonly Notice[] = [];
  active: string | null = null;
  private revision = -1;
  private readonly byId = new Map<string, Session>();
  private readonly listeners = new Listeners<Session | undefined>();

  /** Oldest first, as the sidecar orders them. */
  all(): Session[] {
    return [...this.byId.values()].sort((a, b) => a.createdAt.localeCompare(b.createdAt) || a.id.localeCompare(b.id));
  }

  get(id: string): Session | undefined {
    return this.byId.get(id);
  }

  /** To be handed on by itself. */
  readonly nameOf = (id: string): string | undefined => this.get(id)?.name;

  /** Called with the session that changed, or undefined when any may have. Returns how to stop it. */
  onDidChange(listener: Listener): { dispose(): void } {
    return this.listeners.add(listener);
  }

  didSync(sync: SyncResult): void {
    this.revision = sync.revision;
    this.byId.clear();
    for (const session of sync.sessions) this.byId.set(session.id, session);
    this.agents = sync.agents;
    this.notices = sync.notices;
    this.personas = sync.personas;
    this.active = sync.activeSession;
    this.listeners.tell(undefined);
  }

  /** False: a notification was missed, so that everything has to be asked for again. */
  didChange(change: DidChange): boolean {
    if (change.revision <= this.revision) return true;
    const gap = change.revision !== this.revision + 1;
    this.revision = change.revision;
    this.byId.set(change.session.id, change.session);
    this.listeners.tell(change.session);
    return !gap;
  }

  /** As `didChange`. */
  didRemove(removal: DidRemove): boolean {
    if (removal.revision <= this.revision) return true;
    const gap = removal.revision !== this.revision + 1;
    this.revision = removal.revision;
    this.byId.delete(removal.id);
    if (this.active === removal.id) this.active = null;
    this.listeners.tell(undefined);
    return !gap;
  }

  didActivate(id: string | null): void {
    const before = this.active;
    this.active = id;
    for (const each of [before, id]) {
      const session = each === null ? undefined : this.byId.get(each);
      if (session && before !== id) this.listeners.tell(session);
    }
  }

  /** The sidecar is gone: what was known may be wrong by now. */
  clear(): void {
    this.revision = -1;
    this.byId.clear();
    this.listeners.tell(undefined);
  }
}
