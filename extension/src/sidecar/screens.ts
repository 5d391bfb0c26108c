/** Screens that the sidecar is asked to tell of. */
import type { DidPaint } from '../protocol/protocol.ts';
import { Listeners } from '../shared/listeners.ts';

export class Screens {
  private readonly listeners = new Listeners<string>();

  /** Called with the id of a session whose screen altered. */
  onDidPaint(listener: (id: string) => void): { dispose(): void } {
    return this.listeners.add(listener);
  }

  didPaint({ id }: DidPaint): void {
    this.listeners.tell(id);
  }
}
