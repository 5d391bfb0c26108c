/** Which sessions wait for the user though auto-yes is on, and which of them the user was not told of yet. Pure. */
import type { Wait } from '../prompts/waiting.ts';
import type { Plain } from '../shared/plain.ts';
import type { Translate } from '../shared/words.ts';
import { whyYou } from './words.ts';

export interface News extends Wait {
  why: Plain;
}

export class LeftToYou {
  private told = new Set<string>();

  /** Takes in who waits now. Those that are new come back: each prompt once, however often its record changes. */
  news(waits: readonly Wait[], t: Translate): News[] {
    const before = this.told;
    this.told = new Set();
    const found: News[] = [];
    for (const wait of waits) {
      const key = `${wait.session.id} ${wait.since}`;
      const why = whyYou(wait.session, t);
      // Told once is enough: a pause that ends and comes again leaves the same question.
      if (why !== undefined || before.has(key)) this.told.add(key);
      if (why !== undefined && !before.has(key)) found.push({ ...wait, why });
    }
    return found;
  }
}
