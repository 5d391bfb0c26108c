/** Which settings of VS Code's keep worktrees out of its Source Control, search, watchers and file pickers. Pure. */

export interface QuietSetting {
  /** The whole name. */
  key: string;
  value: unknown;
}

export interface Now {
  /** What holds, undefined where VS Code has no such setting. */
  effective(key: string): unknown;
  /** What the user has set for all windows, undefined where nothing is. */
  user(key: string): unknown;
}

/**
 * Those that are not so yet. `below` are the folders of worktrees that are within a folder of the window, relative to
 * it and separated by `/`: only there does VS Code look into them by itself.
 */
export function quietSettings(now: Now, below: readonly string[]): QuietSetting[] {
  const wanted: QuietSetting[] = [];
  if (now.effective('git.enabled') !== false) {
    // Each file of a worktree that is opened would make that a repository of the window.
    const detection = now.effective('git.autoRepositoryDetection');
    if (detection === true) wanted.push({ key: 'git.autoRepositoryDetection', value: 'subFolders' });
    if (detection === 'openEditors') wanted.push({ key: 'git.autoRepositoryDetection', value: false });
    if (now.effective('git.detectWorktrees') === true) wanted.push({ key: 'git.detectWorktrees', value: false });
    // VS Code takes names there, and no paths.
    const names = below.map((folder) => folder.slice(folder.lastIndexOf('/') + 1));
    const ignored = listOf(now.effective('git.repositoryScanIgnoredFolders'));
    const missing = [...new Set(names)].filter((name) => !ignored.includes(name));
    if (missing.length) wanted.push({ key: 'git.repositoryScanIgnoredFolders', value: [...ignored, ...missing] });
  }
  wanted.push(...excluded(now, 'search.exclude', below));
  // Of a window that has a worktree as its folder this says nothing: it counts from that folder.
  wanted.push(
    ...excluded(
      now,
      'files.watcherExclude',
      below.map((folder) => `${folder}/**`),
    ),
  );
  return wanted;
}

function excluded(now: Now, key: string, globs: readonly string[]): QuietSetting[] {
  const holds = tableOf(now.effective(key));
  const missing = globs.filter((glob) => holds[glob] === undefined);
  if (!missing.length) return [];
  return [{ key, value: { ...tableOf(now.user(key)), ...Object.fromEntries(missing.map((glob) => [glob, true])) } }];
}

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

function tableOf(value: unknown): Record<string, unknown> {
  return value && typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
