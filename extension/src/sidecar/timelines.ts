/** The sessions' snapshots as the sidecar tells them. Folds its notifications; holds no opinion of its own. */
import type { Snapshot, SnapshotsGone } from '../protocol/protocol.ts';
import { Listeners } from '../shared/listeners.ts';

/** `undefined` is a snapshot that is gone: a list that was made before may still name it. */
interface Timeline {
  known: Map<number, Snapshot | undefined>;
  isComplete: boolean;
}

export class Timelines {
  private readonly byId = new Map<string, Timeline>();
  private readonly listeners = new Listeners<string>();

  /** Called with the session whose snapshots altered. Returns how to stop it. */
  onDidChange(listener: (id: string) => void): { dispose(): void } {
    return this.listeners.add(listener);
  }

  /** Whether all of a session's snapshots are known, so that nobody has to be asked. */
  isComplete(id: string): boolean {
    return this.byId.get(id)?.isComplete ?? false;
  }

  /** Newest first. */
  of(id: string): Snapshot[] {
    const known = [...(this.byId.get(id)?.known.values() ?? [])].filter((each) => each !== undefined);
    return known.sort((a, b) => b.number - a.number);
  }

  get(id: string, number: number): Snapshot | undefined {
    return this.byId.get(id)?.known.get(number);
  }

  /** All of a session's snapshots. What was told since the list was asked for is newer than the list. */
  load(id: string, snapshots: readonly Snapshot[]): void {
    const timeline = this.timeline(id);
    for (const each of snapshots) if (!timeline.known.has(each.number)) timeline.known.set(each.number, each);
    timeline.isComplete = true;
  }

  didChange(snapshot: Snapshot): void {
    this.timeline(snapshot.id).known.set(snapshot.number, snapshot);
    this.listeners.tell(snapshot.id);
  }

  didRemove({ id, numbers }: SnapshotsGone): void {
    for (const number of numbers) this.timeline(id).known.set(number, undefined);
    this.listeners.tell(id);
  }

  /** The session is gone, or something may have been missed. */
  forget(id: string): void {
    this.byId.delete(id);
    this.listeners.tell(id);
  }

  /** As `forget`, of all sessions. */
  clear(): void {
    for (const id of [...this.byId.keys()]) this.forget(id);
  }

  /** The sessions whose snapshots somebody has looked at. */
  loaded(): string[] {
    return [...this.byId].filter(([, { isComplete }]) => isComplete).map(([id]) => id);
  }

  private timeline(id: string): Timeline {
    const known = this.byId.get(id) ?? { known: new Map(), isComplete: false };
    this.byId.set(id, known);
    return known;
  }
}
