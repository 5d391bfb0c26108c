/** Changed files as folders, as VS Code's Source Control shows them. Pure. */
import type { FileChange } from '../protocol/protocol.ts';

export interface Below {
  /** Paths relative to the worktree. One that holds nothing but another folder is left out: that stands for both. */
  folders: string[];
  files: FileChange[];
}

/** What is right below a folder, `''` for the worktree itself. `files` are in the order of their paths. */
export function below(files: readonly FileChange[], folder: string): Below {
  const start = folder ? `${folder}/` : '';
  const inside = files.filter(({ path }) => path.startsWith(start));
  const names = new Set<string>();
  const here: FileChange[] = [];
  for (const file of inside) {
    const end = file.path.indexOf('/', start.length);
    if (end < 0) here.push(file);
    else names.add(file.path.slice(0, end));
  }
  return { folders: [...names].map((each) => compact(inside, each)), files: here };
}

function compact(files: readonly FileChange[], folder: string): string {
  const inside = files.filter(({ path }) => path.startsWith(`${folder}/`));
  const first = (path: string) => path.slice(folder.length + 1).split('/');
  const [only] = first(inside[0]?.path ?? '');
  const isOne = inside.every(({ path }) => first(path).length > 1 && first(path)[0] === only);
  return isOne && only ? compact(inside, `${folder}/${only}`) : folder;
}
