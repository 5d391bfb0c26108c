/** Which settings the user set, for the sidecar: what is left out has its default, which stands there. Pure. */

/** What is set where, as VS Code's `inspect` tells it; it keeps a workspace from settings of the machine. */
export interface SetAt {
  globalValue?: unknown;
  workspaceValue?: unknown;
  workspaceFolderValue?: unknown;
}

/** By key, without `branchline.`, and nested where a key has a dot: `autoYes.default` is `{ autoYes: { default } }`. */
export function setValues(
  keys: readonly string[],
  inspect: (key: string) => SetAt | undefined,
): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const key of keys) {
    const at = inspect(key);
    const value = at?.workspaceFolderValue ?? at?.workspaceValue ?? at?.globalValue;
    if (value === undefined) continue;
    const path = key.replace(/^branchline\./, '').split('.');
    let inside = found;
    for (const part of path.slice(0, -1)) {
      inside[part] ??= {};
      inside = inside[part] as Record<string, unknown>;
    }
    inside[path.at(-1) as string] = value;
  }
  return found;
}
