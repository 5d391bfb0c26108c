/** The rows of the side bar as VS Code knows them: by identity, so that there is one object for a row. Pure. */
import type { FileNode, FolderNode, MoreNode } from '../../review/rows.ts';
import type { Plain } from '../../shared/plain.ts';
import type { SnapshotNode, TimelineNode } from '../../timeline/rows.ts';
import type { Layout } from '../groups/grouping.ts';
import type { WorkNode } from '../rows/workRows.ts';

export interface SessionNode {
  kind: 'session';
  id: string;
}

export type Node =
  | { kind: 'group'; key: string }
  | SessionNode
  | FileNode
  | FolderNode
  | MoreNode
  | TimelineNode
  | SnapshotNode
  | WorkNode
  | { kind: 'note'; text: Plain };

export class Nodes {
  private readonly byKey = new Map<string, Node>();
  private readonly keys = new WeakMap<Node, string>();
  private readonly parents = new WeakMap<Node, Node>();

  /** The one with this key; `fresh` if there is none yet. */
  of(key: string, fresh: Node): Node {
    const known = this.byKey.get(key) ?? fresh;
    this.byKey.set(key, known);
    this.keys.set(known, key);
    return known;
  }

  known(key: string): Node | undefined {
    return this.byKey.get(key);
  }

  /** Told from all other rows: the same session has another row below another heading. */
  keyOf(node: Node): string | undefined {
    return this.keys.get(node);
  }

  below<N extends Node>(parent: Node, children: N[]): N[] {
    for (const child of children) this.parents.set(child, parent);
    return children;
  }

  parent(node: Node): Node | undefined {
    return this.parents.get(node);
  }

  /** What VS Code is given as the id of a row below a session's. */
  idBelow(node: Node, id: string | undefined): string {
    const above = this.parents.get(node);
    const key = above && (this.keys.get(above) ?? this.idBelow(above, undefined));
    return [key ?? '', id ?? ''].join('\n');
  }

  /** One that comes back is a new row to VS Code. */
  keepOnly({ groups, above }: Layout): void {
    for (const [key, node] of this.byKey) {
      const row = node.kind === 'timeline' ? key.slice(timelineKey('').length) : key;
      if (!above.has(row) && !groups.has(row)) this.byKey.delete(key);
    }
  }
}

export const timelineKey = (row: string) => `timeline\n${row}`;
