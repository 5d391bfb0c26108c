/**
 * The connection to the sidecar, by the relay's stdin and stdout: JSON-RPC between LSP's first and last words. VS Code's
 * language client would be most of what a window has to load, and none of it is for us.
 */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import {
  type CancellationToken,
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
} from 'vscode-jsonrpc/node';
import type { ClientNotifications, Methods, Notifications } from '../protocol/protocol.ts';
import { AtOnceWriter } from './atOnce.ts';
import type { Relay } from './relay.ts';

/** Of VS Code's log, what is needed; it never gets what is sent, which has the key of the seal. */
export interface Log {
  info(message: string): void;
  error(message: string): void;
}

/** What the sidecar gets to know at the start. */
export interface Greeting {
  /** Of the window: worktrees of ours may stand there, though nothing knows of them any more. */
  folders: readonly { uri: string; name: string }[];
  options: object;
}

/** A request, and what ends it before it is answered. */
export type Asked<M extends keyof Methods> = [method: M, params: Methods[M][0], cancelled?: CancellationToken];

export class Connection {
  private readonly how: Relay;
  private readonly greeting: Greeting;
  private readonly log: Log;
  private readonly ended: () => void;
  private readonly heard = new Map<string, (params: unknown) => void>();
  private relay: ChildProcessWithoutNullStreams | undefined;
  private rpc: MessageConnection | undefined;
  private isEnding = false;

  /** `ended` is called when the connection ended by itself. */
  constructor(how: Relay, greeting: Greeting, log: Log, ended: () => void) {
    this.how = how;
    this.greeting = greeting;
    this.log = log;
    this.ended = ended;
  }

  on<N extends keyof Notifications>(notification: N, does: (params: Notifications[N]) => void): void {
    this.heard.set(notification, does as (params: unknown) => void);
  }

  /** Rejects when the relay cannot be started, or ends before the sidecar has answered. */
  async start(): Promise<void> {
    const { command, args, env } = this.how;
    const relay = spawn(command, args, { env });
    const rpc = createMessageConnection(new StreamMessageReader(relay.stdout), new AtOnceWriter(relay.stdin));
    this.relay = relay;
    this.rpc = rpc;
    const failed = new Promise<never>((_, reject) => relay.once('error', reject));
    failed.catch(() => this.lost());
    relay.stderr.on('data', (said: Buffer) => this.log.error(said.toString().trimEnd()));
    rpc.onNotification((method, params) => this.heard.get(method)?.(params));
    rpc.onError(([error]) => this.log.error(`The sidecar’s connection: ${error.message}`));
    rpc.onClose(() => this.lost());
    rpc.listen();
    try {
      await Promise.race([rpc.sendRequest('initialize', this.hello()), failed]);
      await rpc.sendNotification('initialized', {});
    } catch (error) {
      this.isEnding = true;
      this.close();
      throw error;
    }
  }

  /** Rejects with the sidecar's error. The log has it in the sidecar's own words: what is shown may be in another language. */
  async ask<M extends keyof Methods>(...[method, params, cancelled]: Asked<M>): Promise<Methods[M][1]> {
    try {
      const rpc = this.open();
      // A token that is not there would be taken for a second param.
      return await (cancelled ? rpc.sendRequest(method, params, cancelled) : rpc.sendRequest(method, params));
    } catch (error) {
      this.log.info(`${method} was refused: ${error instanceof Error ? error.message : error}`);
      throw error;
    }
  }

  async tell<N extends keyof ClientNotifications>(notification: N, params: ClientNotifications[N]): Promise<void> {
    await this.open().sendNotification(notification, params);
  }

  async tellSettings(settings: object): Promise<void> {
    await this.open().sendNotification('workspace/didChangeConfiguration', { settings });
  }

  /** Ends it for good, however it is; rejects when the sidecar did not say goodbye within so many milliseconds. */
  async stop(most: number): Promise<void> {
    const { rpc } = this;
    if (!rpc || this.isEnding) return;
    this.isEnding = true;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('it took too long')), most);
    });
    try {
      await Promise.race([rpc.sendRequest('shutdown'), late]);
      await rpc.sendNotification('exit');
    } finally {
      clearTimeout(timer);
      this.close();
    }
  }

  private hello(): object {
    const { folders: workspaceFolders, options: initializationOptions } = this.greeting;
    return { processId: process.pid, rootUri: null, capabilities: {}, workspaceFolders, initializationOptions };
  }

  private open(): MessageConnection {
    if (!this.rpc) throw new Error('The connection to the sidecar has ended.');
    return this.rpc;
  }

  private lost(): void {
    this.close();
    if (this.isEnding) return;
    this.isEnding = true;
    this.ended();
  }

  /** What is still asked is rejected. A relay ends with its stdin. */
  private close(): void {
    this.rpc?.dispose();
    this.rpc = undefined;
    this.relay?.stdin.end();
  }
}
