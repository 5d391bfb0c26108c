/**
 * Which prompt a click on a row is meant for: the one that the row shows, and has shown for longer than it takes to
 * aim. A button that comes under the pointer just then, or changes its meaning there, was not meant.
 */
import type { Prompt } from '../protocol/protocol.ts';

/** Milliseconds, drawing included. */
export const STEADY = 500;

export class Aim {
  private readonly shown = new Map<string, { prompt: Prompt; since: number }>();

  /** The session's row was drawn, with this prompt or none. */
  drew(id: string, prompt: Prompt | null, now: number): void {
    if (!prompt) this.shown.delete(id);
    else if (this.shown.get(id)?.prompt.id !== prompt.id) this.shown.set(id, { prompt, since: now });
  }

  at(id: string, now: number): Prompt | undefined {
    const shown = this.shown.get(id);
    return shown && now - shown.since >= STEADY ? shown.prompt : undefined;
  }
}
