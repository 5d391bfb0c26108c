/** A client beside the window, on a relay of its own: what another window, or a program, asks of the sidecar. */
import { spawn } from 'node:child_process';
import type { Session } from '../../extension/src/protocol/protocol.ts';
import type { Server } from './server.ts';

export class Asking {
  private readonly relay;
  private heard = Buffer.alloc(0);
  private count = 0;
  private readonly waiting = new Map<number, { done: (result: unknown) => void; failed: (error: Error) => void }>();

  /** `variables`: of the environment in which the agents start that it asks for. */
  constructor(server: Server, variables: NodeJS.ProcessEnv = {}) {
    const { program, args, env } = server.command('stdio');
    this.relay = spawn(program, args, { env: { ...env, ...variables }, stdio: ['pipe', 'pipe', 'ignore'] });
    this.relay.stdout.on('data', (data: Buffer) => this.hear(data));
  }

  async ask<T>(method: string, params: object): Promise<T> {
    const id = ++this.count;
    const body = JSON.stringify({ jsonrpc: '2.0', id, method, params });
    const answered = new Promise<unknown>((done, failed) => this.waiting.set(id, { done, failed }));
    this.relay.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    return (await answered) as T;
  }

  async create(repo: string, instruction: string, fields: object = {}): Promise<Session> {
    return this.ask<Session>('session/create', { repo, agent: 'demo', instruction, ...fields });
  }

  async end(): Promise<void> {
    const ended = new Promise((resolve) => this.relay.once('exit', resolve));
    this.relay.stdin.end();
    await ended;
  }

  private hear(data: Buffer): void {
    this.heard = Buffer.concat([this.heard, data]);
    for (;;) {
      const begin = this.heard.indexOf('\r\n\r\n');
      const length = Number(/Content-Length: (\d+)/i.exec(this.heard.subarray(0, Math.max(0, begin)).toString())?.[1]);
      if (begin < 0 || this.heard.length < begin + 4 + length) return;
      const { id, result, error } = JSON.parse(this.heard.subarray(begin + 4, begin + 4 + length).toString());
      this.heard = this.heard.subarray(begin + 4 + length);
      if (error) this.waiting.get(id)?.failed(new Error(error.message));
      else this.waiting.get(id)?.done(result);
      this.waiting.delete(id);
    }
  }
}
