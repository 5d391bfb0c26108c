/** A row that goes elsewhere stays selected; several that the user selected are never made one. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import type { Session } from '../../../src/protocol/protocol.ts';
import { arranged, EMPTY, type Layout } from '../../../src/sessions/groups/grouping.ts';
import { type Node, Nodes } from '../../../src/sessions/list/nodes.ts';
import { Selection } from '../../../src/sessions/list/selection.ts';
import { Listeners } from '../../../src/shared/listeners.ts';
import { session } from '../../sample.ts';

/** VS Code's part: it lets go of rows that are gone, and selects what it is told when it has come so far. */
class Window {
  visible = true;
  selection: readonly Node[] = [];
  readonly shown: Node[] = [];
  /** Those whose headings are closed. */
  readonly collapsed = new Set<string>();
  readonly warned: unknown[] = [];
  private readonly selected = new Listeners<{ selection: readonly Node[] }>();
  private readonly nodes = new Nodes();
  private layout: Layout = EMPTY;
  private sessions: readonly Session[] = [];
  readonly ours: Selection;

  constructor(sessions: readonly Session[]) {
    const rowOf = (id: string) => {
      const row = this.layout.rows.get(id);
      return row === undefined ? undefined : this.nodes.of(row, { kind: 'session', id });
    };
    const isCollapsed = (group: string) => this.collapsed.has(group);
    const rows = { nodes: this.nodes, layout: () => this.layout, rowOf, isCollapsed };
    this.ours = new Selection(this, rows, (error) => this.warned.push(error));
    this.take(sessions);
  }

  onDidChangeSelection(listener: (told: { selection: readonly Node[] }) => unknown) {
    return this.selected.add(listener);
  }

  async reveal(node: Node, { select }: { select: boolean }): Promise<void> {
    await turn();
    if (!this.rows().includes(node)) throw new Error('Data tree node not found');
    this.shown.push(node);
    if (select) this.tell([node]);
  }

  take(sessions: readonly Session[]): void {
    const before = this.layout;
    this.sessions = sessions;
    this.layout = arranged(sessions, 'status', before);
    this.nodes.keepOnly(this.layout);
    this.ours.moved(before);
    const rows = this.rows();
    if (!this.selection.every((each) => rows.includes(each)))
      this.tell(this.selection.filter((each) => rows.includes(each)));
  }

  /** A session alters, and its row goes to another heading. */
  comes(id: string, status: Session['status']): void {
    this.take(this.sessions.map((each) => (each.id === id ? { ...each, status } : each)));
  }

  click(...ids: string[]): void {
    this.tell(ids.map((id) => this.rowOf(id)));
  }

  /** The sessions whose rows are selected, where these are now. */
  async chosen(): Promise<string[]> {
    for (let n = 0; n < 6; n++) await turn();
    assert.deepEqual(this.warned, []);
    return this.selection.map((node) => (node.kind === 'session' && this.rowOf(node.id) === node ? node.id : 'gone'));
  }

  private rowOf(id: string): Node {
    return this.nodes.of(this.layout.rows.get(id) as string, { kind: 'session', id });
  }

  private rows(): Node[] {
    return this.sessions.map(({ id }) => this.rowOf(id));
  }

  private tell(selection: readonly Node[]): void {
    this.selection = selection;
    this.selected.tell({ selection });
  }
}

const working = () =>
  new Window(['a', 'b', 'c', 'd'].map((id) => session({ id, status: 'working', since: '2026-01-01T00:00:00Z' })));

test('a row that goes below another heading stays selected, and again', async () => {
  const window = working();
  window.click('a');
  window.comes('a', 'paused');
  assert.deepEqual(await window.chosen(), ['a']);
  window.comes('a', 'working');
  window.comes('a', 'waiting');
  assert.deepEqual(await window.chosen(), ['a']);
  window.collapsed.add('status\npaused');
  window.comes('a', 'paused');
  assert.deepEqual(await window.chosen(), [], 'a heading that the user closed is not opened');
});

test('of several that go one by one the last is not selected alone, and takes nothing from what is selected then', async () => {
  const window = working();
  window.click('a', 'b');
  window.comes('a', 'paused');
  window.comes('b', 'paused');
  window.click('a', 'b', 'd');
  assert.deepEqual(await window.chosen(), ['a', 'b', 'd']);
  window.comes('a', 'working');
  assert.deepEqual(await window.chosen(), ['b', 'd']);
  window.click('d');
  window.comes('d', 'paused');
  assert.deepEqual(await window.chosen(), ['d'], 'this one the user chose alone');
});

test('what the user selects while a row is fetched stays', async () => {
  const window = working();
  window.click('a');
  window.comes('a', 'paused');
  window.click('a', 'b', 'c');
  assert.deepEqual(await window.chosen(), ['a', 'b', 'c']);
  window.click('a');
  window.comes('a', 'working');
  window.click('b');
  assert.deepEqual(await window.chosen(), ['b']);
  const followed = window.ours.follow('d');
  window.click('b', 'c');
  await followed;
  assert.deepEqual(await window.chosen(), ['b', 'c']);
});

test('the session in front is selected, where nobody selected several and the list is in sight', async () => {
  const window = working();
  await window.ours.follow('c');
  assert.deepEqual(await window.chosen(), ['c']);
  window.click('a', 'b');
  await window.ours.follow('c');
  assert.deepEqual(await window.chosen(), ['a', 'b']);
  window.click('a');
  window.visible = false;
  await window.ours.follow('c');
  window.comes('b', 'paused');
  assert.deepEqual(await window.chosen(), ['a']);
  await window.ours.reveal('c');
  assert.deepEqual(await window.chosen(), ['c'], 'what was asked for is selected whatever was');
});
