/** Texts that are being written in editor tabs, and where each goes. They are kept until they went there. Pure. */
import { visible } from './plain.ts';

/** A text's way: what it is for, and what it is about, such as the ids of sessions. */
export interface Destination {
  purpose: string;
  target: string;
}

/** VS Code's memory, as far as it is needed. */
export interface Memory {
  get<T>(key: string): T | undefined;
  update(key: string, value: unknown): Thenable<void>;
}

interface Draft {
  text: string;
  /** Milliseconds since 1970. */
  at: number;
}

/** How many are kept: of sessions that are gone nobody asks for theirs. */
export const MOST = 20;
const KEY = 'branchline.drafts';
/** Characters of a tab's name. */
const LONGEST = 50;

export class Drafts {
  private readonly memory: Memory;

  constructor(memory: Memory) {
    this.memory = memory;
  }

  read(to: Destination): Draft | undefined {
    const all = this.all();
    const key = queryOf(to);
    return Object.hasOwn(all, key) ? all[key] : undefined;
  }

  async write(to: Destination, text: string, at: number): Promise<void> {
    const { [queryOf(to)]: _, ...others } = this.all();
    const kept = Object.entries(others)
      .sort(([, a], [, b]) => b.at - a.at)
      .slice(0, text ? MOST - 1 : MOST);
    await this.memory.update(KEY, Object.fromEntries(text ? [[queryOf(to), { text, at }], ...kept] : kept));
  }

  private all(): Record<string, Draft> {
    return this.memory.get<Record<string, Draft>>(KEY) ?? {};
  }
}

/** What stands there already comes first, and the same text not twice. */
export function below(draft: string, text: string): string {
  if (!text || draft.includes(text)) return draft;
  return draft.trim() ? `${draft}\n\n${text}` : `${draft}${text}`;
}

export function queryOf({ purpose, target }: Destination): string {
  return new URLSearchParams({ purpose, target }).toString();
}

export function destinationOf(query: string): Destination {
  const said = new URLSearchParams(query);
  return { purpose: said.get('purpose') ?? '', target: said.get('target') ?? '' };
}

/** The name of the tab: it is one of a file, and shows what is hidden. */
export function fileName(name: string, ending = '.md'): string {
  const line = visible(name.replace(/[\s/\\]+/g, ' ').trim());
  const characters = [...line];
  return `${characters.length > LONGEST ? `${characters.slice(0, LONGEST - 1).join('')}…` : line}${ending}`;
}
