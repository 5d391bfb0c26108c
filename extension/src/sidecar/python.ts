/** Finds the Python that runs the sidecar: the setting, PATH, then what the Python extension chose. */
import { execFile } from 'node:child_process';

const NAMES = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python'];
const CHECK = 'import sys; print(sys.version_info >= (3, 10) and sys.executable or "")';
const PATIENCE = 10_000;

export interface Found {
  /** Absolute path, or undefined when none will do. */
  python: string | undefined;
  /** A line for each that was looked at, for the log. */
  tried: string[];
}

/** `chosen` is the setting: when it is set, nothing else is tried. `others` are asked for last. */
export async function findPython(
  chosen: string,
  others: () => Promise<string[]>,
  probe: (program: string) => Promise<string> = ask,
): Promise<Found> {
  const tried: string[] = [];
  const check = async (program: string) => {
    try {
      const path = await probe(program);
      tried.push(path ? `${program}: ${path}` : `${program}: older than 3.10`);
      return path;
    } catch (error) {
      tried.push(`${program}: ${error instanceof Error ? error.message.split('\n')[0] : error}`);
      return '';
    }
  };
  if (chosen) return { python: (await check(chosen)) || undefined, tried };
  for (const name of NAMES) {
    const path = await check(name);
    if (path) return { python: path, tried };
  }
  for (const path of await others()) {
    const found = await check(path);
    if (found) return { python: found, tried };
  }
  return { python: undefined, tried };
}

/** The interpreter's own path, or "" when it is too old. Rejects when it cannot be run. */
function ask(program: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program, ['-I', '-S', '-c', CHECK], { timeout: PATIENCE }, (error, stdout) =>
      error ? reject(error) : resolve(stdout.trim()),
    );
  });
}
