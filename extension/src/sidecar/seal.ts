/** The key by which the sidecar knows after a start what the user set for auto-yes; and how far it has counted. */
import { randomBytes } from 'node:crypto';
import type { Secrets } from './secrets.ts';

const KEY = 'seal';
const NUMBER = 'sealed';

export class Seal {
  private key = '';
  private number = 0;

  constructor(private readonly secrets: Secrets) {}

  /** For `initialize`. Where two windows make a key at the same time, both are good. */
  async options(): Promise<{ seal: string; sealed: number }> {
    this.key ||= (await this.secrets.get(KEY)) ?? '';
    if (!/^[0-9a-f]{64}$/.test(this.key)) {
      this.key = randomBytes(32).toString('hex');
      await this.secrets.set(KEY, this.key);
    }
    const known = Number(await this.secrets.get(NUMBER));
    if (Number.isSafeInteger(known)) this.number = Math.max(this.number, known);
    return { seal: this.key, sealed: this.number };
  }

  /** The sidecar sealed anew: an older store is taken for an edited one from now on. */
  async counted(number: number): Promise<void> {
    if (number <= this.number) return;
    this.number = number;
    await this.secrets.set(NUMBER, String(number));
  }
}
