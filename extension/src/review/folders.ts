/** Changed files as folders, as VS Code's Source Control shows them. Pure. */
import type { FileChange } from '../protocol/protocol.ts';

export interface Below {
  /** Paths relative to the worktree. One that holds nothing but another folder is left out: that stands for both. */
  folders: string[];
  files: FileChange[];
}

/** So many rows of files come at once; those after them, as many at a time, when the user wants them. */
export const AT_ONCE = 500;

/** Where each such part of a list begins and ends. */
export function parts(count: number): [number, number][] {
  const starts = Array.from({ length: Math.ceil(count / AT_ONCE) }, (_, number) => number * AT_ONCE);
  return starts.map((start) => [start, Math.min(count, start + AT_ONCE)]);
}

/** What is right below a folder, `''` for the worktree itself. `files` are in the order of their paths. */
export function below(files: readonly FileChange[], folder: string): Below {
  const start = folder ? `${folder}/` : '';
  const inside = files.filter(({ path }) => path.startsWith(start));
  const { folders, here } = parted(inside, start.length);
  return { folders: [...folders].map(([each, its]) => compact(its, each)), files: here };
}

/** Those of the first part of their paths from a place on, and those that have no more of it. */
function parted(files: readonly FileChange[], from: number) {
  const folders = new Map<string, FileChange[]>();
  const here: FileChange[] = [];
  for (const file of files) {
    const end = file.path.indexOf('/', from);
    if (end < 0) here.push(file);
    else {
      const name = file.path.slice(0, end);
      const its = folders.get(name);
      if (its) its.push(file);
      else folders.set(name, [file]);
    }
  }
  return { folders, here };
}

function compact(files: readonly FileChange[], folder: string): string {
  const { folders, here } = parted(files, folder.length + 1);
  const [only] = folders.keys();
  return !here.length && folders.size === 1 && only !== undefined ? compact(files, only) : folder;
}
