/** Which of many rows are drawn, and where keys lead in a table. Pure. */

export interface Span {
  first: number;
  /** The one after the last. */
  end: number;
}

/** Drawn beyond what is in sight, so that little is drawn when somebody scrolls a little. */
const BEYOND = 20;

export function inSight(rows: number, height: number, top: number, room: number): Span {
  const first = Math.max(0, Math.min(rows, Math.floor(top / height)) - BEYOND);
  return { first, end: Math.min(rows, Math.ceil((top + room) / height) + BEYOND) };
}

export interface Place {
  row: number;
  column: number;
}

/** Where a key leads from there, among so many rows and columns; undefined: it is no such key. */
export function moved(
  key: string,
  isFar: boolean,
  at: Place,
  rows: number,
  columns: number,
  page: number,
): Place | undefined {
  const to: Record<string, Place> = {
    ArrowUp: { ...at, row: at.row - 1 },
    ArrowDown: { ...at, row: at.row + 1 },
    ArrowLeft: { ...at, column: at.column - 1 },
    ArrowRight: { ...at, column: at.column + 1 },
    PageUp: { ...at, row: at.row - page },
    PageDown: { ...at, row: at.row + page },
    Home: { row: isFar ? 0 : at.row, column: 0 },
    End: { row: isFar ? rows - 1 : at.row, column: columns - 1 },
  };
  const place = Object.hasOwn(to, key) ? to[key] : undefined;
  return place && { row: within(place.row, rows), column: within(place.column, columns) };
}

function within(value: number, count: number): number {
  return Math.max(0, Math.min(value, count - 1));
}
