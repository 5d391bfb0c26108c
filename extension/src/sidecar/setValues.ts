/** Which settings the user set, for the sidecar: what is left out has its default, which stands there. Pure. */

/** What is set where, as VS Code's `inspect` tells it; it keeps a workspace from settings of the machine. */
export interface SetAt {
  globalValue?: unknown;
  workspaceValue?: unknown;
  workspaceFolderValue?: unknown;
}

/** By key, without `branchline.`. */
export function setValues(
  keys: readonly string[],
  inspect: (key: string) => SetAt | undefined,
): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const key of keys) {
    const at = inspect(key);
    const value = at?.workspaceFolderValue ?? at?.workspaceValue ?? at?.globalValue;
    if (value !== undefined) found[key.replace(/^branchline\./, '')] = value;
  }
  return found;
}

/** Nested where a key has a dot, as the sidecar takes them: `autoYes.default` is `{ autoYes: { default } }`. */
export function nested(settings: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(settings)) {
    const path = key.split('.');
    let inside = found;
    for (const part of path.slice(0, -1)) {
      inside[part] ??= {};
      inside = inside[part] as Record<string, unknown>;
    }
    inside[path.at(-1) as string] = value;
  }
  return found;
}
