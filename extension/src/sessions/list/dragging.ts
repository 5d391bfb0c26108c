/** Rows are dragged onto a task, which they are of then; what is dragged from elsewhere is somebody else's. */
import * as vscode from 'vscode';
import type { Client } from '../../sidecar/client.ts';
import type { Group } from '../groups/grouping.ts';
import type { Node } from './nodes.ts';

/** What VS Code calls the rows of this view. */
const ROWS = 'application/vnd.code.tree.branchline.sessions';

/** What takes other things than rows, such as files, that are dropped on a session. */
export interface Dropped {
  readonly mimeTypes: readonly string[];
  drop(sessionId: string, data: vscode.DataTransfer): Promise<void>;
}

/** What a dropped row comes to be part of. */
interface Places {
  groupAt(node: Node): Group | undefined;
}

export class Dragging implements vscode.TreeDragAndDropController<Node> {
  readonly dragMimeTypes = [ROWS];
  readonly dropMimeTypes: readonly string[];

  constructor(
    private readonly client: Client,
    private readonly places: () => Places,
    private readonly others?: Dropped,
  ) {
    this.dropMimeTypes = [ROWS, ...(others?.mimeTypes ?? [])];
  }

  handleDrag(nodes: readonly Node[], data: vscode.DataTransfer): void {
    const ids = nodes.flatMap((node) => (node.kind === 'session' ? [node.id] : []));
    if (ids.length) data.set(ROWS, new vscode.DataTransferItem(ids));
  }

  /** Onto a group that is no task nothing is done: what a session does, and where, is not told by dragging. */
  async handleDrop(target: Node | undefined, data: vscode.DataTransfer): Promise<void> {
    const ids: unknown = data.get(ROWS)?.value;
    if (Array.isArray(ids)) {
      const group = target && this.places().groupAt(target);
      if (group?.by === 'task') await this.setTask(ids.map(String), group.value);
    } else if (target && 'sessionId' in target) await this.others?.drop(target.sessionId, data);
    else if (target?.kind === 'session') await this.others?.drop(target.id, data);
  }

  private async setTask(ids: readonly string[], task: string): Promise<void> {
    const others = ids.filter((id) => (this.client.sessions.get(id)?.task ?? '') !== task);
    await Promise.all(others.map((id) => this.client.request('session/update', { id, task })));
  }
}
