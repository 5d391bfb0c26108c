/** What New Session remembers in a workspace: what it was used with last, and what was typed and not started. Pure. */
import { type Draft, type Remembered, remembered } from './draft.ts';

/** VS Code's memory, as far as it is needed. */
export interface Memory {
  get<T>(key: string): T | undefined;
  update(key: string, value: unknown): Thenable<void>;
}

const LAST = 'branchline.newSession';
const DRAFT = 'branchline.newSessionDraft';
/** What an earlier version remembered. */
const LAST_AGENT = 'branchline.lastAgent';

export class Kept {
  private readonly memory: Memory;

  constructor(memory: Memory) {
    this.memory = memory;
  }

  get last(): Remembered {
    const agent = this.memory.get<string>(LAST_AGENT);
    return { ...(agent && { agents: [agent] }), ...this.memory.get<Remembered>(LAST) };
  }

  get draft(): Partial<Draft> {
    return this.memory.get<Partial<Draft>>(DRAFT) ?? {};
  }

  /** Not waited for: it is written through the window to its storage. Variables may be secrets, and are not kept. */
  keep(draft: Draft): void {
    const { environment: _, ...rest } = draft;
    void this.memory.update(DRAFT, rest.instruction || rest.about.length ? rest : undefined);
  }

  started(draft: Draft): void {
    void this.memory.update(DRAFT, undefined);
    void this.memory.update(LAST, remembered(draft));
  }
}
