/** How the relay is started, which joins us to the sidecar. */
import { existsSync } from 'node:fs';
import * as path from 'node:path';

export interface Relay {
  command: string;
  args: string[];
  env: NodeJS.ProcessEnv;
}

/** @param replace end a sidecar that runs and start a new one */
export function relay(extensionPath: string, python: string, replace: boolean): Relay {
  return {
    command: python,
    args: ['-I', '-S', launcher(extensionPath), 'stdio', ...(replace ? ['--replace'] : [])],
    env: cleanEnvironment(),
  };
}

/** In the packaged extension the sidecar lies in `python`; in a checkout beside the extension. */
function launcher(extensionPath: string): string {
  const packaged = path.join(extensionPath, 'python', 'launch.py');
  return existsSync(packaged) ? packaged : path.join(extensionPath, '..', 'sidecar', 'launch.py');
}

function cleanEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(VSCODE_|ELECTRON_|NODE_OPTIONS$)/.test(name)),
  );
}
