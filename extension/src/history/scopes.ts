/** What a history is about, as it stands in its document's address. Pure. */
import type { HistoryExportParams } from '../protocol/protocol.ts';

/** A session's, or those of a repository or task, or of all; `before` for what is older than another document has. */
export type Scope = Pick<HistoryExportParams, 'id' | 'repo' | 'task' | 'kinds' | 'statuses' | 'since'> & {
  before?: string;
};

const TEXTS = ['id', 'repo', 'task', 'since', 'before'] as const;
const LISTS = ['kinds', 'statuses'] as const;

export function queryOf(scope: Scope): string {
  return JSON.stringify(scope);
}

/** undefined for an address that is none of ours: whoever can open a document can write one. */
export function scopeOf(query: string): Scope | undefined {
  let found: unknown;
  try {
    found = JSON.parse(query);
  } catch {
    return undefined;
  }
  if (typeof found !== 'object' || found === null || Array.isArray(found)) return undefined;
  const fields = new Map(Object.entries(found));
  const scope: Scope = {};
  for (const name of TEXTS) {
    const value: unknown = fields.get(name);
    if (typeof value === 'string') scope[name] = value;
    else if (value !== undefined) return undefined;
  }
  for (const name of LISTS) {
    const value: unknown = fields.get(name);
    if (Array.isArray(value) && value.every((each): each is string => typeof each === 'string')) scope[name] = value;
    else if (value !== undefined) return undefined;
  }
  return scope;
}
