/** Who is told when something alters. As VS Code's event emitter, without VS Code. Pure. */

export class Listeners<T> {
  private readonly listeners = new Set<(told: T) => void>();

  /** Returns how to stop it. */
  add(listener: (told: T) => void): { dispose(): void } {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  }

  tell(told: T): void {
    for (const listener of this.listeners) listener(told);
  }
}
