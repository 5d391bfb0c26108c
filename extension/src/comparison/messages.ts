/** What the page with the comparison and the extension say to each other. What comes from the page is looked at first. Pure. */
import type { FileStatus } from '../protocol/protocol.ts';
import { isCount, readerOf } from '../shared/pageMessages.ts';
import type { Plain } from '../shared/plain.ts';

/** A session, at the head of its column. */
export interface Column {
  id: string;
  name: Plain;
  status: Plain;
  sums: Plain;
  /** How its check ended, '' where none ran. */
  check: Plain;
  verdict: 'passed' | 'failed' | 'other';
  /** What the button that keeps it does, and the box that chooses it. */
  keep: Plain;
  choose: Plain;
}

export interface TableCell {
  letter: Plain;
  status: FileStatus;
  counts: Plain;
  /** Those of a row with the same number are of the same content; 0: no other is. */
  alike: number;
  spoken: Plain;
}

export interface TableRow {
  path: Plain;
  differs: boolean;
  /** In the order of the columns; null: the session did not touch the file. */
  cells: readonly (TableCell | null)[];
}

/** `shown` counts tables: what is chosen in one is not looked for in the next. */
export type ToPage =
  | { type: 'begin'; words: Words }
  | { type: 'table'; shown: number; columns: readonly Column[]; rows: readonly TableRow[] }
  | { type: 'say'; text: Plain };

export interface Words {
  title: Plain;
  file: Plain;
  keep: Plain;
  compareTwo: Plain;
  chooseTwo: Plain;
  openBoth: Plain;
  openOne: Plain;
  onlyDiffering: Plain;
  counted: Plain;
  none: Plain;
  untouched: Plain;
}

/** Files and sessions are meant by their places in the table, counted from 0. */
export type FromPage =
  | { type: 'ready' }
  | { type: 'open'; shown: number; file: number; session: number }
  | { type: 'openBoth'; shown: number; file: number; one: number; other: number }
  | { type: 'openAll'; shown: number; one: number; other: number }
  | { type: 'keep'; shown: number; session: number };

export const fromPage = readerOf<FromPage>({
  ready: {},
  open: { shown: isCount, file: isCount, session: isCount },
  openBoth: { shown: isCount, file: isCount, one: isCount, other: isCount },
  openAll: { shown: isCount, one: isCount, other: isCount },
  keep: { shown: isCount, session: isCount },
});
