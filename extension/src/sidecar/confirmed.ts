/**
 * The settings that hold. Whoever can edit a file can edit the settings: what lets more pass by that, or starts
 * something else, holds when the user has allowed it in a window, or wrote it with a command of ours.
 */
import * as vscode from 'vscode';
import type { Secrets } from './secrets.ts';
import { declared, OF_GIT, userSettings } from './userSettings.ts';
import { type Change, compare, guarded, type Settings, same } from './wider.ts';

const CONFIRMED = 'confirmed';

/** What is asked about, and the settings in which it stands. */
export interface Wider {
  changes: readonly Change[];
  settings: Settings;
}

export class Confirmed implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  /** Other settings hold, or others wait to be allowed. */
  readonly onDidChange = this.changed.event;
  /** The guarded ones as the user confirmed them last: what became narrower since is narrower there, too. */
  private confirmed: Settings = {};
  private held: Settings = {};
  private asked: Wider = { changes: [], settings: {} };
  /** What the user wants to be asked no more about. */
  private declined: readonly Change[] = [];
  private writing = 0;
  private saving = 0;
  private loading: Promise<void> | undefined;
  private isLoaded = false;
  private readonly subscriptions: vscode.Disposable[];

  constructor(private readonly secrets: Secrets) {
    this.subscriptions = [
      this.changed,
      secrets.onDidChange(CONFIRMED, () => {
        if (this.isLoaded && !this.saving) void this.load();
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (['branchline', ...OF_GIT].some((key) => event.affectsConfiguration(key))) this.look();
      }),
    ];
  }

  dispose(): void {
    for (const each of this.subscriptions) each.dispose();
  }

  /** Resolves when it is known what was confirmed. Until then nothing is asked. */
  async ready(): Promise<void> {
    this.loading ??= this.load();
    await this.loading;
  }

  /** What holds, by key without `branchline.`. */
  get settings(): Settings {
    return this.held;
  }

  /** What does not hold. */
  get wider(): Wider {
    return this.asked;
  }

  get isDeclined(): boolean {
    return same(this.asked.changes, this.declined);
  }

  /** What was shown holds from now on; what altered since is asked about. */
  async allow({ settings }: Wider): Promise<void> {
    this.confirmed = guarded(settings);
    await this.save();
    this.look();
  }

  /** It stays as it is, and is not asked about again. */
  async decline({ changes }: Wider): Promise<void> {
    this.declined = changes;
    await this.save();
  }

  /**
   * A command of ours writes a setting for this machine, and that confirms it.
   * @param confirmed what the user was shown of it, where other things stand in `value` as well
   */
  async write(key: string, value: unknown, confirmed = value): Promise<void> {
    await this.ready();
    this.writing += 1;
    try {
      await vscode.workspace.getConfiguration('branchline').update(key, value, vscode.ConfigurationTarget.Global);
      this.confirmed = { ...this.confirmed, [key]: confirmed };
      await this.save();
    } finally {
      this.writing -= 1;
      this.look();
    }
  }

  private async load(): Promise<void> {
    const stored = parsed(await this.secrets.get(CONFIRMED));
    this.confirmed = stored.settings ?? {};
    this.declined = stored.declined ?? [];
    this.isLoaded = true;
    this.look();
  }

  private look(): void {
    if (!this.isLoaded || this.writing) return;
    const settings = userSettings();
    const { held, changes } = compare(this.confirmed, settings, declared());
    const isOther = !same(held, this.held) || !same(changes, this.asked.changes);
    if (!same(held, this.held)) this.held = held;
    this.asked = { changes, settings };
    if (!same(guarded(held), this.confirmed)) {
      this.confirmed = guarded(held);
      void this.save();
    }
    if (isOther) this.changed.fire();
  }

  private async save(): Promise<void> {
    const { confirmed: settings, declined } = this;
    this.saving += 1;
    try {
      await this.secrets.set(CONFIRMED, JSON.stringify({ settings, declined }));
    } finally {
      this.saving -= 1;
    }
  }
}

function parsed(text: string | undefined): { settings?: Settings; declined?: readonly Change[] } {
  try {
    return JSON.parse(text ?? '{}');
  } catch {
    return {};
  }
}
