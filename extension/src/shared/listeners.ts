/** Who is told when something alters. As VS Code's event emitter, without VS Code. Pure. */

export class Listeners<T> {
  private readonly listeners = new Set<(told: T) => void>();
  private readonly failed: (error: unknown) => void;

  /** `failed` is given what a listener threw; the others are told all the same. */
  constructor(failed: (error: unknown) => void = unexpected) {
    this.failed = failed;
  }

  /** Returns how to stop it. */
  add(listener: (told: T) => void): { dispose(): void } {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  }

  tell(told: T): void {
    for (const listener of [...this.listeners]) {
      if (!this.listeners.has(listener)) continue; // It was stopped meanwhile.
      try {
        listener(told);
      } catch (error) {
        this.failed(error);
      }
    }
  }
}

/** As nobody awaits it: the extension host logs it as the extension's. */
function unexpected(error: unknown): void {
  setTimeout(() => {
    throw error;
  });
}
