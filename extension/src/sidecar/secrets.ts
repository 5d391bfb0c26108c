/** What an agent cannot edit as it edits files: kept in VS Code's secret storage, for this place alone. */
import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import * as vscode from 'vscode';

export class Secrets {
  private readonly prefix: string;

  /** @param place what else than the machine tells this place from others */
  constructor(
    private readonly storage: vscode.SecretStorage,
    private readonly log: vscode.LogOutputChannel,
    place = '',
  ) {
    // Windows on other machines share the storage, and have sidecars and settings of their own.
    const machine = vscode.env.remoteName ? hostname() : '';
    const parts = [vscode.env.remoteName ?? '', machine, process.env['BRANCHLINE_HOME'] ?? '', place];
    this.prefix = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
  }

  /** Undefined also where there is no storage, or it stays locked: then it is as at the first time. */
  async get(name: string): Promise<string | undefined> {
    try {
      return await this.storage.get(this.key(name));
    } catch (error) {
      this.log.warn(`The secret storage cannot be read: ${error}`);
      return undefined;
    }
  }

  async set(name: string, text: string): Promise<void> {
    try {
      await this.storage.store(this.key(name), text);
    } catch (error) {
      this.log.warn(`The secret storage cannot be written: ${error}`);
    }
  }

  /** Also when another window did it. */
  onDidChange(name: string, listener: () => void): vscode.Disposable {
    return this.storage.onDidChange(({ key }) => {
      if (key === this.key(name)) listener();
    });
  }

  private key(name: string): string {
    return `${name}.${this.prefix}`;
  }
}
