/** The extension in bench/nothing, which is the floor of what is measured in a window and looks on from its inside. */
import { cp, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import path from 'node:path';
import { ROOT, type Server, until } from './server.ts';

const ID = 'branchline-bench.nothing';
const VERSION = '0.0.1';

export class Nothing {
  private socket = '';

  private constructor(private readonly server: Server) {}

  /** Lays it among the server's extensions, for the windows that are opened from then on. */
  static async install(server: Server): Promise<Nothing> {
    const extensions = path.join(server.home, 'editor', 'extensions');
    const folder = path.join(extensions, `${ID}-${VERSION}`);
    await cp(path.join(ROOT, 'bench', 'nothing'), folder, { recursive: true });
    const list = path.join(extensions, 'extensions.json');
    const location = { $mid: 1, path: folder, scheme: 'file' };
    const own = { identifier: { id: ID }, version: VERSION, location, relativeLocation: path.basename(folder) };
    await writeFile(list, JSON.stringify([...JSON.parse(await readFile(list, 'utf8')), own]));
    return new Nothing(server);
  }

  /** Waits until it runs in the window that was opened last. */
  async started(): Promise<void> {
    const before = this.socket;
    await until('the extension for measuring', async () => {
      this.socket = await this.newest();
      return this.socket !== '' && this.socket !== before;
    });
  }

  async ask<T>(what: string, params: object = {}): Promise<T> {
    const body = await new Promise<string>((resolve, reject) => {
      const asking = request({ socketPath: this.socket, method: 'POST' }, async (response) => {
        let text = '';
        for await (const part of response) text += part;
        response.statusCode === 200 ? resolve(text) : reject(new Error(text));
      });
      asking.on('error', reject).end(JSON.stringify({ what, params }));
    });
    return JSON.parse(body) as T;
  }

  /** The socket of the extension host that started last; '' while there is none. */
  private async newest(): Promise<string> {
    const { branchlineHome } = this.server;
    const names = (await readdir(branchlineHome)).filter((name) => /^nothing-\d+\.sock$/.test(name));
    const files = names.map((name) => path.join(branchlineHome, name));
    const aged = await Promise.all(files.map(async (file) => ({ file, at: (await stat(file)).mtimeMs })));
    return aged.sort((a, b) => b.at - a.at)[0]?.file ?? '';
  }
}
