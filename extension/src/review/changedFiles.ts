/** The sessions' changed files, asked for again only when the sidecar has counted others. */
import type { FileChange, Session } from '../protocol/protocol.ts';
import { hasWorktree } from '../shared/sessionFacts.ts';

interface Known {
  /** What the session was like when its files were asked for. */
  seen: string;
  files: readonly FileChange[];
}

export class ChangedFiles {
  private readonly known = new Map<string, Known>();
  private readonly ask: (session: Session) => Promise<readonly FileChange[]>;
  private readonly altered: (id: string) => void;
  private readonly asked = new Map<string, { seen: string; files: Promise<readonly FileChange[]> }>();

  /** `altered` is called with a session whose files are others than `atOnce` gave. */
  constructor(ask: (session: Session) => Promise<readonly FileChange[]>, altered: (id: string) => void) {
    this.ask = ask;
    this.altered = altered;
  }

  async of(session: Session): Promise<readonly FileChange[]> {
    if (!hasWorktree(session)) return [];
    const { id } = session;
    const seen = JSON.stringify([session.changes, session.base, session.reviewed]);
    const known = this.known.get(id);
    if (known?.seen === seen) return known.files;
    const underWay = this.asked.get(id);
    if (underWay?.seen === seen) return underWay.files;
    const asked = { seen, files: this.ask(session) };
    this.asked.set(id, asked);
    try {
      const files = await asked.files;
      if (this.asked.get(id) === asked) this.known.set(id, { seen, files });
      return files;
    } finally {
      if (this.asked.get(id) === asked) this.asked.delete(id);
    }
  }

  /**
   * As they were known last, if they ever were: rows that are being fetched are rows that VS Code does not know,
   * and what a user does with them meanwhile is lost.
   */
  async atOnce(session: Session): Promise<readonly FileChange[]> {
    const known = this.known.get(session.id);
    const latest = this.of(session);
    if (!known) return latest;
    const tell = () => this.altered(session.id);
    void latest.then(
      (files) => JSON.stringify(files) !== JSON.stringify(known.files) && tell(),
      // The next one to ask hears why.
      () => this.known.delete(session.id) && tell(),
    );
    return known.files;
  }

  forget(id: string): void {
    this.known.delete(id);
    this.asked.delete(id);
  }
}
