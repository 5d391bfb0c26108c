/** A screen as a text. Pure. */
import { visible } from '../shared/plain.ts';

/** The last lines that say something, with what is hidden spelled out. */
export function screenText(lines: readonly string[], most: number): string {
  const end = lines.findLastIndex((line) => line.trim() !== '') + 1;
  return lines
    .slice(Math.max(0, end - most), end)
    .map((line) => visible(line.replace(/[\r\n]/g, ' ')).trimEnd())
    .join('\n');
}
