/** What a setting holds, whatever the user wrote there. Pure. */

export function items(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** An empty one says nothing. */
export function entries(value: unknown): Map<string, unknown> {
  const isObject = value && typeof value === 'object' && !Array.isArray(value);
  return new Map(isObject ? Object.entries(value).filter(([, each]) => each !== '') : []);
}
