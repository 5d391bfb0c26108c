/** What the user marks as looked at: files by the boxes of their rows, or all of a session's. */
import type { Session } from '../protocol/protocol.ts';
import type { Ticked } from '../shared/draw.ts';
import { showError } from '../shared/errors.ts';
import type { Client } from '../sidecar/client.ts';
import type { FileNode } from './rows.ts';

export class Marking {
  constructor(private readonly client: Client) {}

  /** As the sidecar counted them last: what altered since then stays new. */
  async mark({ id, changes }: Session, paths: string[] | null, reviewed = true): Promise<void> {
    await this.client.request('review/mark', { id, tree: changes.tree, reviewed, ...(paths && { paths }) });
  }

  async ticked(rows: readonly Ticked<{ kind: string }>[]): Promise<void> {
    const marks = new Map<string, { session: Session; reviewed: boolean; paths: string[] }>();
    for (const { node, isTicked: reviewed } of rows) {
      if (!isFile(node)) continue;
      const session = this.client.sessions.get(node.sessionId);
      const key = `${node.sessionId} ${reviewed}`;
      if (session && !marks.has(key)) marks.set(key, { session, reviewed, paths: [] });
      marks.get(key)?.paths.push(node.file.path);
    }
    try {
      for (const { session, paths, reviewed } of marks.values()) await this.mark(session, paths, reviewed);
    } catch (error) {
      void showError(error, this.client.log);
    }
  }
}

function isFile(node: { kind: string }): node is FileNode {
  return node.kind === 'file';
}
