/** Asking for a session that is shown while it is made. Pure. */
import { randomUUID } from 'node:crypto';
import type { CreateParams, Session } from '../protocol/protocol.ts';

/** What is needed of a client. */
interface Asking {
  request(method: 'session/create', params: CreateParams): Promise<Session>;
  sessions: { get(id: string): Session | undefined; onDidChange(listener: () => void): { dispose(): void } };
}

/**
 * The session, when its agent starts. `begun` is called once, as soon as it is there and does not wait for its turn:
 * its files may take long.
 */
export async function make(client: Asking, params: CreateParams, begun: (session: Session) => void): Promise<Session> {
  const id = randomUUID();
  let isTold = false;
  const look = () => {
    const session = client.sessions.get(id);
    if (isTold || session?.status !== 'starting') return;
    isTold = true;
    begun(session);
  };
  const heard = client.sessions.onDidChange(look);
  try {
    return await client.request('session/create', { ...params, id });
  } finally {
    heard.dispose();
  }
}
