/** The connection to the sidecar: starts the relay, keeps it running, says how it is. */
import * as vscode from 'vscode';
import type { ClientNotifications, Decision, DidFail, DidTry, Methods, Need } from '../protocol/protocol.ts';
import { t } from '../shared/l10n.ts';
import { Listeners } from '../shared/listeners.ts';
import type { Confirmed } from './confirmed.ts';
import { Connection } from './connection.ts';
import { findPython } from './python.ts';
import { pythonExtension } from './pythonExtension.ts';
import { relay } from './relay.ts';
import { Restarts } from './restarts.ts';
import { Screens } from './screens.ts';
import type { Seal } from './seal.ts';
import { Sessions } from './sessions.ts';
import { isEnabled } from './settings.ts';
import { nested } from './setValues.ts';
import { Timelines } from './timelines.ts';

export type State = 'starting' | 'running' | 'stopped' | 'noPython' | 'off';

export class Client implements vscode.Disposable {
  readonly sessions = new Sessions();
  readonly timelines = new Timelines();
  readonly checks = new Listeners<DidTry>();
  readonly scriptFailures = new Listeners<DidFail>();
  readonly screens = new Screens((params) => this.request('session/watch', params), this);
  private readonly stateChanged = new vscode.EventEmitter<State>();
  readonly onDidChangeState = this.stateChanged.event;
  private readonly decided = new vscode.EventEmitter<Decision>();
  /** What auto-yes, or the user beside it, made of a prompt. */
  readonly onDidDecide = this.decided.event;
  private readonly needed = new vscode.EventEmitter<readonly Need[]>();
  /** What this window is to tell the user of. */
  readonly onDidNeedAttention = this.needed.event;
  private current: State = 'starting';
  private client: Connection | undefined;
  private readonly restarts = new Restarts();
  private pending: Promise<void> | undefined;
  private again = false;
  private replace = false;
  private timer: NodeJS.Timeout | undefined;
  /** The setting by which the sidecar was started; undefined: it was not yet. */
  private python: string | undefined;
  private told: unknown; // The settings that the sidecar has.
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly extensionPath: string,
    readonly log: vscode.LogOutputChannel,
    readonly confirmed: Confirmed,
    readonly seal: Seal,
  ) {
    this.subscriptions = [
      this.stateChanged,
      this.decided,
      this.needed,
      confirmed.onDidChange(() => {
        if (this.pythonPath() === this.python) void this.sendSettings();
        else if (this.python !== undefined) void this.restart();
      }),
    ];
  }

  get state(): State {
    return this.current;
  }

  /** Resolves when the sidecar runs, at once if it does. Rejects when it is given up on. */
  async running(): Promise<void> {
    while (this.current === 'starting')
      await new Promise<void>((resolve) => {
        const heard = this.onDidChangeState(() => {
          heard.dispose();
          resolve();
        });
      });
    if (this.current !== 'running') throw notRunning();
  }

  /**
   * Waits while the sidecar starts: editors that a reload restores ask before it runs. Rejects with the sidecar's
   * error, whose `data.code` is stable, or when there is no sidecar.
   */
  async request<M extends keyof Methods>(method: M, params: Methods[M][0]): Promise<Methods[M][1]> {
    await this.running();
    if (!this.client) throw notRunning();
    return this.client.ask(method, params);
  }

  /** What needs no answer. Without a sidecar there is nobody to tell: it finds things as they are when it starts. */
  tell<N extends keyof ClientNotifications>(notification: N, params: ClientNotifications[N]): void {
    if (this.current !== 'running' || !this.client) return;
    this.client.tell(notification, params).catch((error) => this.log.warn(`${notification} was not told: ${error}`));
  }

  /** The sidecar too, not only our connection to it; the agents run on. Several calls in a burst are one restart. */
  async restart(): Promise<void> {
    this.restarts.forget();
    this.replace = true;
    await this.start();
  }

  /** The agents run on, and nothing is answered for them any more. */
  async switchOff(): Promise<void> {
    clearTimeout(this.timer);
    await this.pending;
    await this.sendSettings();
    await this.end();
    this.sessions.clear();
    this.become('off');
  }

  /** @param thoughOff for a last word to the sidecar */
  async start(thoughOff = false): Promise<void> {
    clearTimeout(this.timer);
    if (this.pending) {
      this.again = true;
      return this.pending;
    }
    this.pending = this.startUntilAsked(thoughOff);
    return this.pending;
  }

  dispose(): void {
    clearTimeout(this.timer);
    for (const each of this.subscriptions) each.dispose();
    void this.end();
  }

  private async startUntilAsked(thoughOff: boolean): Promise<void> {
    try {
      do {
        this.again = false;
        await this.startOnce(thoughOff);
      } while (this.again);
    } finally {
      this.pending = undefined;
    }
  }

  private async startOnce(thoughOff: boolean): Promise<void> {
    await this.end();
    await this.confirmed.ready();
    if (!thoughOff && !isEnabled()) return this.become('off');
    this.become('starting');
    this.python = this.pythonPath();
    const { python, tried } = await findPython(this.python, pythonExtension);
    if (!python) {
      this.log.error(`No Python 3.10 or newer was found. Tried:\n${tried.join('\n')}`);
      this.become('noPython');
      return;
    }
    const client = this.make(python, await this.seal.options());
    this.client = client;
    try {
      this.listen(client);
      await client.start();
    } catch (error) {
      this.log.error(`The sidecar could not be started: ${error}`);
      this.ended(client);
    }
  }

  /** The one that is set and holds; '' where none is. */
  private pythonPath(): string {
    const { pythonPath } = this.confirmed.settings;
    return typeof pythonPath === 'string' ? pythonPath.trim() : '';
  }

  private make(python: string, seal: object): Connection {
    const server = relay(this.extensionPath, python, this.replace);
    this.replace = false;
    this.told = this.confirmed.settings;
    const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri, name }) => ({ uri: uri.toString(), name }));
    const greeting = { folders, options: { settings: nested(this.confirmed.settings), ...seal } };
    const client = new Connection(server, greeting, this.log, () => this.ended(client));
    return client;
  }

  private listen(client: Connection): void {
    const missed = (error: unknown) => this.log.warn(`The list of sessions was not had: ${error}`);
    const resync = (complete: boolean) => {
      if (!complete) client.ask('session/list', {}).then((all) => this.sessions.didSync(all), missed);
    };
    // Only what is known can be shown: the sidecar runs, for us, from its first list on.
    client.on('session/didSync', (params) => {
      if (this.client !== client) return;
      this.sessions.didSync(params);
      this.timelines.clear();
      this.become('running');
      if (this.told !== this.confirmed.settings) void this.sendSettings(); // They altered meanwhile.
    });
    client.on('session/didChange', (params) => resync(this.sessions.didChange(params)));
    client.on('session/didRemove', (params) => {
      this.timelines.forget(params.id);
      resync(this.sessions.didRemove(params));
    });
    client.on('session/didActivate', (params) => this.sessions.didActivate(params.id));
    client.on('session/didPaint', (params) => this.screens.didPaint(params));
    client.on('autoYes/didDecide', (params) => this.decided.fire(params));
    client.on('setup/didFail', (params) => this.scriptFailures.tell(params));
    client.on('session/didNeedAttention', (params) => this.needed.fire(params.needs));
    client.on('autoYes/didSeal', (params) => void this.seal.counted(params.number));
    client.on('check/didTry', (params) => this.checks.tell(params));
    client.on('snapshot/didChange', (params) => this.timelines.didChange(params));
    client.on('snapshot/didRemove', (params) => this.timelines.didRemove(params));
  }

  private ended(client: Connection): void {
    if (this.client !== client) return;
    this.client = undefined;
    const delay = this.restarts.next(Date.now());
    if (delay === undefined) {
      this.log.error('The sidecar ended too often; it is not started again by itself.');
      this.sessions.clear();
      this.become('stopped');
      return;
    }
    this.log.warn(`The sidecar’s connection ended; connecting again in ${delay} ms.`);
    this.become('starting');
    this.timer = setTimeout(() => void this.start(), delay);
  }

  private async end(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    if (!client) return;
    try {
      await client.stop(1_000);
    } catch (error) {
      this.log.warn(`The sidecar’s connection was ended without a goodbye: ${error}`);
    }
  }

  private async sendSettings(): Promise<void> {
    if (this.current !== 'running' || this.told === this.confirmed.settings) return;
    this.told = this.confirmed.settings;
    await this.client?.tellSettings({ settings: nested(this.confirmed.settings) });
  }

  private become(state: State): void {
    if (state === this.current) return;
    this.current = state;
    this.log.info(`state: ${state}`);
    if (state === 'running') this.screens.again();
    this.stateChanged.fire(state);
  }
}

const notRunning = () => new Error(t('Branchline’s sidecar is not running. Restart it, or see the log.'));
