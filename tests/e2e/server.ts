/** A VS Code server with a home and extensions of its own, for several tests: each is a user who has nothing yet. */
import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readdir, readFile, readlink, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export const ROOT = path.resolve(import.meta.dirname, '../..');
export const ARTIFACTS = path.join(ROOT, 'artifacts');

/** What tests add to the settings of scripts/editor.py: the terminal's text in the DOM, and nothing that moves. */
const SETTINGS = {
  // What Branchline offers to set where worktrees would become repositories of the window: no notice comes.
  'git.autoRepositoryDetection': 'subFolders',
  'terminal.integrated.gpuAcceleration': 'off',
  'workbench.reduceMotion': 'on',
};

/** The interpreter itself: a shim of pyenv looks for its versions in HOME, which is another one here. */
const PYTHON = execFileSync('python3', ['-c', 'import sys; print(sys._base_executable)'], { encoding: 'utf8' }).trim();

/** What VS Code's own processes have on their command lines. */
const EDITOR = /\/node_modules\/code-server\//;

export interface Process {
  pid: number;
  command: string;
}

export class Server {
  readonly branchlineHome: string;
  private tests = 0;

  private constructor(
    readonly home: string,
    readonly address: string,
    private readonly child: ChildProcess,
    readonly launcher: string,
  ) {
    this.branchlineHome = path.join(home, 'branchline');
  }

  /**
   * @param options.vsix a package to install first
   * @param options.settings settings beside the usual ones
   * @param options.path folders to put before the PATH
   */
  static async start(
    name: string,
    options: { vsix?: string; settings?: object; smokeTestDriver?: boolean; path?: string[] } = {},
  ): Promise<Server> {
    // Sockets have short paths on macOS, so the folder is a short one.
    const home = await realpath(await mkdtemp(path.join(tmpdir(), 'bl-')));
    await mkdir(path.join(home, 'tmp'));
    // VS Code asks the user's shell once for its environment: what a test puts into this folder is found all the same.
    await writeFile(path.join(home, '.profile'), 'PATH="$HOME/bin:$PATH"\n');
    const child = spawn(
      PYTHON,
      [
        path.join(ROOT, 'scripts', 'editor.py'),
        path.join(home, 'editor'),
        '--settings',
        JSON.stringify({ ...SETTINGS, ...options.settings }),
        ...(options.vsix ? ['--install', options.vsix] : []),
        ...(options.smokeTestDriver ? ['--smoke-test-driver'] : []),
      ],
      { env: environment(home, options.path ?? []), stdio: ['ignore', 'pipe', 'pipe'] },
    );
    const logs = path.join(ARTIFACTS, 'logs');
    await mkdir(logs, { recursive: true });
    const log = createWriteStream(path.join(logs, `server-${name}.log`));
    child.stdout?.pipe(log, { end: false });
    child.stderr?.pipe(log, { end: false });
    const address = await firstLine(child);
    await until(`the server at ${address}`, () => answers(`${address}healthz`));
    const server = new Server(home, address, child, await launcher(home));
    await server.begin(options.settings);
    return server;
  }

  /** A test's own folder for repositories: VS Code remembers what was open in one. */
  get work(): string {
    return path.join(this.home, 'work', String(this.tests));
  }

  /** Begins as a user who has nothing yet; the settings beside the usual ones are those of windows opened from now on. */
  async begin(settings: object = {}): Promise<void> {
    this.tests += 1;
    await mkdir(this.branchlineHome, { mode: 0o700, recursive: true });
    await mkdir(this.work, { recursive: true });
    const usual = path.join(this.home, 'editor', 'usual.json');
    const user = path.join(this.home, 'editor', 'data', 'User', 'settings.json');
    if (this.tests === 1) await copyFile(user, usual);
    await writeFile(user, JSON.stringify({ ...JSON.parse(await readFile(usual, 'utf8')), ...settings }));
    await this.set(Object.fromEntries(Object.entries(settings).filter(([name]) => name.startsWith('branchline.'))));
  }

  /** Stops the server and what Branchline left, and removes the home. */
  async stop(): Promise<void> {
    if (this.child.exitCode === null) {
      const ended = new Promise((resolve) => this.child.once('exit', resolve));
      this.child.kill('SIGTERM');
      await ended;
    }
    try {
      await this.end();
    } finally {
      await rm(this.home, { recursive: true, force: true, maxRetries: 5 });
    }
  }

  /**
   * Ends Branchline, whose windows are closed, and removes what it and the test's user had.
   * Rejects when Branchline does not stop or leaves a process behind; what it leaves is ended all the same.
   */
  async end(): Promise<void> {
    try {
      // VS Code keeps the terminals of a closed window for when it is opened again.
      for (const pid of await this.pids('attach')) signal(pid, 'SIGHUP');
      // A window or a terminal that still ends would take the shutdown for a crash and start a sidecar again.
      const visitors = async () => [...(await this.pids('stdio')), ...(await this.pids('attach'))];
      await until('the end of its windows and terminals', async () => (await visitors()).length === 0);
      await this.branchline('shutdown');
      await until('the end of its processes', async () => (await this.processes()).length === 0, 10_000);
    } catch (error) {
      const left = await this.processes();
      throw new Error(`Branchline did not end whole: ${error}; left: ${JSON.stringify(left, null, 1)}`);
    } finally {
      for (const { pid } of await this.processes()) signal(pid, 'SIGKILL');
      for (const name of await readdir(this.home)) {
        if (['editor', 'tmp', '.profile'].includes(name)) continue;
        await rm(path.join(this.home, name), { recursive: true, force: true, maxRetries: 5 });
      }
    }
  }

  /** Branchline's settings from now on, as if the user had changed them. However full the disk is, nobody is told. */
  async set(settings: object): Promise<void> {
    const file = path.join(this.home, 'editor', 'data', 'Machine', 'settings.json');
    await writeFile(file, JSON.stringify({ 'branchline.lowDiskGigabytes': 0, ...settings }));
  }

  /** Runs `branchline COMMAND` for this home. */
  async branchline(...args: string[]): Promise<string> {
    return (await run(PYTHON, ['-I', '-S', this.launcher, ...args], { env: environment(this.home, []) })).stdout;
  }

  /** What `branchline COMMAND` is for this home. */
  command(...args: string[]): { program: string; args: string[]; env: NodeJS.ProcessEnv } {
    return { program: PYTHON, args: ['-I', '-S', this.launcher, ...args], env: environment(this.home, []) };
  }

  /** Every process of this home that still runs but for VS Code's own (Linux only: elsewhere none are seen). */
  async processes(): Promise<Process[]> {
    // Agents have no BRANCHLINE_HOME: they are told by the home of the user that they run for.
    const wanted = [`BRANCHLINE_HOME=${this.branchlineHome}`, `HOME=${this.home}`];
    const found: Process[] = [];
    for (const entry of await readdir('/proc').catch(() => [])) {
      if (!/^\d+$/.test(entry)) continue;
      try {
        // Reading the link first: a zombie has an environment no more, but it has no program either.
        await readlink(`/proc/${entry}/exe`);
        const environ = await readFile(`/proc/${entry}/environ`, 'utf8');
        const variables = environ.split('\0');
        if (!wanted.some((variable) => variables.includes(variable))) continue;
        const command = (await readFile(`/proc/${entry}/cmdline`, 'utf8')).replaceAll('\0', ' ').trim();
        if (!EDITOR.test(command)) found.push({ pid: Number(entry), command });
      } catch {
        // It ended meanwhile, or belongs to the system.
      }
    }
    return found;
  }

  /** The process ids of our own programs by their command: `serve`, `ptyhost`, `stdio`, `demo-agent`. */
  async pids(command: string): Promise<number[]> {
    const own = new RegExp(`launch\\.py ${command}( |$)`);
    return (await this.processes()).filter((process) => own.test(process.command)).map((process) => process.pid);
  }
}

/** Sends a signal to a process that may have ended meanwhile. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Waits until a condition holds. Rejects with what was waited for when it does not within `patience` ms. */
export async function until(what: string, holds: () => Promise<boolean>, patience = 30_000): Promise<void> {
  const deadline = Date.now() + patience;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Gives what it prints. */
export async function git(folder: string, ...args: string[]): Promise<string> {
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', '-c', 'init.defaultBranch=main'];
  return (await run('git', ['-C', folder, ...identity, ...args])).stdout.trim();
}

/** The launcher inside the installed extension, or the checkout's bundle where none is installed. */
async function launcher(home: string): Promise<string> {
  const extensions = path.join(home, 'editor', 'extensions');
  const installed = (await readdir(extensions).catch(() => [])).find((name) => /\.branchline-\d/.test(name));
  const folder = installed ? path.join(extensions, installed) : path.join(ROOT, 'extension');
  return path.join(folder, 'python', 'launch.py');
}

/** A user's environment with a home of its own, and nothing of ours in it. */
function environment(home: string, first: string[]): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, ...ours } = process.env;
  const kept = Object.entries(ours).filter(([name]) => !name.startsWith('VSCODE_'));
  return {
    ...Object.fromEntries(kept),
    // The tools' cache is found by HOME unless it is named.
    BRANCHLINE_CACHE: process.env.BRANCHLINE_CACHE ?? path.join(process.env.HOME ?? '/', '.cache', 'branchline-dev'),
    HOME: home,
    BRANCHLINE_HOME: path.join(home, 'branchline'),
    PATH: [...first, path.dirname(PYTHON), process.env.PATH].join(path.delimiter),
    SHELL: '/bin/sh',
    TMPDIR: path.join(home, 'tmp'),
  };
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (data) => {
      text += data;
      const line = /(?<=^|\n)(http:\/\/127\.0\.0\.1:\d+\/)\n/.exec(text);
      if (line?.[1]) resolve(line[1]);
    });
    child.once('exit', (code) => reject(new Error(`the editor's server ended with ${code} at once: ${text}`)));
  });
}

async function answers(address: string): Promise<boolean> {
  return fetch(address).then(
    (response) => response.ok,
    () => false,
  );
}
