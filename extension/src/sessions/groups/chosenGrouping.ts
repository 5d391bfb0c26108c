/** How the sessions are grouped in this workspace: as the user chose, else as it was decided once. Pure. */
import { type Grouping, isGrouping } from './grouping.ts';

const KEY = 'branchline.grouping';
/** A list of so many needs no headings. */
const FEW = 3;

/** What is remembered, as VS Code keeps it. */
interface Memory {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

/**
 * Few sessions are a flat list. The first time that there are more, headings by status come, between rows that stay in
 * their order; and they stay for ever, however few sessions there are later: a list must not jump to and fro.
 */
export class ChosenGrouping {
  private readonly memory: Memory;

  constructor(memory: Memory) {
    this.memory = memory;
  }

  of(sessions: number): Grouping {
    const chosen = this.memory.get(KEY);
    if (isGrouping(chosen)) return chosen;
    if (sessions <= FEW) return 'none';
    this.choose('status');
    return 'status';
  }

  choose(grouping: Grouping): void {
    void this.memory.update(KEY, grouping);
  }
}
