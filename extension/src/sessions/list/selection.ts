/** The selected rows: one that goes below another heading stays selected, and what the user selects is never undone. */
import type { Layout } from '../groups/grouping.ts';
import type { Node, Nodes } from './nodes.ts';

/** As much of VS Code's view as this is about. */
interface View {
  readonly visible: boolean;
  readonly selection: readonly Node[];
  onDidChangeSelection(listener: (told: { readonly selection: readonly Node[] }) => unknown): { dispose(): unknown };
  reveal(node: Node, options: { select: boolean; focus: boolean }): Thenable<void>;
}

/** Where rows are. */
interface Rows {
  readonly nodes: Nodes;
  layout(): Layout;
  rowOf(session: string): Node | undefined;
  isCollapsed(group: string): boolean;
}

export class Selection {
  /** The rows that the user selected last; those that went from the list since are among them. */
  private wanted: readonly Node[] = [];
  private readonly subscription: { dispose(): unknown };
  private readonly view: View;
  private readonly rows: Rows;
  private readonly warn: (error: unknown) => void;

  constructor(view: View, rows: Rows, warn: (error: unknown) => void) {
    this.view = view;
    this.rows = rows;
    this.warn = warn;
    this.subscription = view.onDidChangeSelection(({ selection }) => this.told(selection));
  }

  dispose(): void {
    this.subscription.dispose();
  }

  /** Shows and selects a session's row. */
  async reveal(id: string): Promise<void> {
    const row = this.rows.rowOf(id);
    if (row) await this.view.reveal(row, { select: true, focus: false });
  }

  /** Selects its row where that is in sight, and nobody selected several. */
  async follow(id: string): Promise<void> {
    const { visible, selection } = this.view;
    const isIn = (node: Node) => (node.kind === 'session' ? node.id : 'sessionId' in node && node.sessionId) === id;
    if (visible && selection.length < 2 && !selection.some(isIn)) await this.select(id);
  }

  /** A row that went below another heading is another one to VS Code: it stays selected, where it can be seen. */
  moved(before: Layout): void {
    // VS Code lets go of several one by one: the last of them was not chosen alone.
    const [only, another] = this.wanted;
    if (only?.kind !== 'session' || another || !this.view.visible) return;
    const after = this.rows.layout();
    const [was, is] = [before.rows.get(only.id), after.rows.get(only.id)];
    if (was === undefined || is === undefined || was === is) return;
    if (!this.rows.isCollapsed(after.above.get(is) ?? '')) this.select(only.id).catch(this.warn);
  }

  /** VS Code fetches the row first. Meanwhile the user selects others, or the row goes once more. */
  private async select(id: string): Promise<void> {
    const { wanted } = this;
    const row = this.rows.rowOf(id);
    if (!row) return;
    const isStill = () => this.wanted === wanted && this.rows.rowOf(id) === row;
    try {
      await this.view.reveal(row, { select: false, focus: false });
      if (isStill()) await this.view.reveal(row, { select: true, focus: false });
    } catch (error) {
      if (isStill()) throw error;
    }
  }

  /** VS Code tells too that it let go of rows that went, which nobody chose. */
  private told(selection: readonly Node[]): void {
    const isThere = (node: Node) => this.rows.nodes.known(this.rows.nodes.keyOf(node) ?? '') === node;
    const isNew = selection.some((node) => !this.wanted.includes(node));
    const isLeft = this.wanted.some((node) => !selection.includes(node) && isThere(node));
    if (isNew || isLeft) this.wanted = selection;
  }
}
