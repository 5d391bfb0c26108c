/** What the user has looked at is not unread any more. Told once, however many ways of looking come together. */
import type { Client } from './client.ts';

export class Looked {
  private readonly telling = new Set<string>();

  private readonly client: Pick<Client, 'sessions' | 'request' | 'log'>;

  constructor(client: Pick<Client, 'sessions' | 'request' | 'log'>) {
    this.client = client;
  }

  at(id: string): void {
    if (this.telling.has(id) || !this.client.sessions.get(id)?.unread) return;
    this.telling.add(id);
    this.client
      .request('session/update', { id, read: true })
      .catch((error) => this.client.log.warn(`not marked as read: ${error}`))
      .finally(() => this.telling.delete(id));
  }
}
