/** Screens on their way to the page: with nothing hidden in them, and only the lines that altered. Pure. */
import type { DidPaint } from '../protocol/protocol.ts';
import { visible } from '../shared/plain.ts';
import type { Stretch, ToPage } from './messages.ts';

type Paint = Extract<ToPage, { type: 'paint' }>;
const HARMLESS = /^[\x20-\x7e]*$/;

/** A line in stretches of one style each. `runs` counts characters; what it does not count has no style. */
export function stretches(line: string, runs: string): Stretch[] {
  const shown = (text: string) => (HARMLESS.test(text) ? text : visible(text.replace(/[\r\n]/g, ' ')));
  if (!runs) return line ? [[shown(line), '']] : [];
  const characters = [...line];
  const found: Stretch[] = [];
  let at = 0;
  for (const run of runs.split(' ')) {
    const [length = '', style = ''] = run.split(':');
    const text = characters.slice(at, at + Number(length)).join('');
    if (text) found.push([shown(text), style]);
    at += Number(length);
  }
  const rest = characters.slice(at).join('');
  return rest ? [...found, [shown(rest), '']] : found;
}

/** What the page has of the screens, line by line. */
export class Painted {
  private readonly known = new Map<string, string[]>();

  /** What the page is to be told; undefined: it looks the same. Blank lines at the end are none. */
  next({ id, cols, lines, styles }: DidPaint): Paint | undefined {
    const before = this.known.get(id);
    const all = lines.map((line, at) => [line, styles?.[at] ?? ''] as const);
    const count = all.findLastIndex(([line]) => line.trim() !== '') + 1;
    const now = all.slice(0, count).map(([line, runs]) => `${runs}\n${line}`);
    this.known.set(id, now);
    const altered = now.flatMap((line, at) => (line === before?.[at] ? [] : [at]));
    if (!altered.length && before?.length === count) return undefined;
    const told = altered.map((at) => {
      const [line, runs] = all[at] ?? ['', ''];
      return [at, stretches(line, runs)] as const;
    });
    return { type: 'paint', id, cols, count, lines: told };
  }

  /** It has none of them: it was made anew. */
  clear(): void {
    this.known.clear();
  }

  forget(id: string): void {
    this.known.delete(id);
  }
}
