/** The issue or pull request that an instruction names by its number, looked up while it is typed. */
import type { Issue } from '../protocol/protocol.ts';
import type { Client } from '../sidecar/client.ts';
import { numberIn } from './draft.ts';

export class Issues {
  private readonly found = new Map<string, Promise<Issue | undefined>>();

  constructor(private readonly client: Client) {}

  /** Undefined where none is named, or it cannot be had: the sidecar's log says why. */
  named(repo: string, instruction: string): Promise<Issue | undefined> {
    const number = numberIn(instruction);
    if (number === undefined) return Promise.resolve(undefined);
    const key = `${number} ${repo}`;
    const asked = this.found.get(key) ?? this.ask(repo, number);
    this.found.set(key, asked);
    return asked;
  }

  private async ask(repo: string, number: number): Promise<Issue | undefined> {
    try {
      return (await this.client.request('repo/issue', { repo, number })).issue ?? undefined;
    } catch (error) {
      this.client.log.warn(`#${number} was not looked up: ${error}`);
      return undefined;
    }
  }
}
