/** Which row of a list Enter takes at first: never one that lets more pass, which is to be chosen. Pure. */

export interface Selectable<T> {
  value?: T;
  /** Lets more pass than before. */
  widens?: boolean;
}

/** The one that is `active`, else the first one; undefined where there is none but those that widen. */
export function preselected<T, R extends Selectable<T>>(
  rows: readonly R[],
  active?: (value: T) => boolean,
): R | undefined {
  const offered = rows.filter(({ value, widens }) => value !== undefined && !widens);
  return offered.find(({ value }) => active?.(value as T)) ?? offered[0];
}
