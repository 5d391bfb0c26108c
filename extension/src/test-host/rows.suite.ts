import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Session } from '../protocol/protocol.ts';
import type { SessionTree } from '../sessions/list/tree.ts';
import type { Client } from '../sidecar/client.ts';
import { started, until } from './window.ts';

describe('the rows of many sessions', () => {
  let client: Client;
  let tree: SessionTree;
  let made: Session;

  before(async () => {
    ({ client, tree } = await started());
    const repo = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath as string;
    made = await client.request('session/create', { repo, agent: 'demo', name: 'of-many' });
    await until(() => client.sessions.get(made.id)?.status === 'ready' || undefined, 'the ready screen');
  });

  after(async () => {
    await client.request('session/remove', { id: made.id, force: true, keepBranch: false });
  });

  it('draws two headings and what is below them for one of fifty sessions that changes, and no other row', async () => {
    await vscode.commands.executeCommand('branchline.sessions.focus');
    const statuses = ['waiting', 'failed', 'paused', 'completed'] as const;
    const fifty = Array.from({ length: 50 }, (_, n): Session => {
      const name = `made-${n}`;
      return { ...made, id: name, name, status: statuses[n % 4] ?? 'paused', prompt: null, worktree: '' };
    });
    const asked = new Set<string>();
    const draw = tree.getTreeItem.bind(tree);
    tree.getTreeItem = (node) => {
      if (node.kind === 'session') asked.add(node.id);
      return draw(node);
    };
    const real = await client.request('session/list', {});
    client.sessions.didSync({ ...real, sessions: fifty });
    await until(() => asked.size === 50 || undefined, 'fifty rows');
    asked.clear();
    const [first] = fifty;
    assert.ok(first);
    client.sessions.didChange({ revision: real.revision + 1, session: { ...first, status: 'paused' } });
    const drawn = fifty.filter(({ status }) => status === 'waiting' || status === 'paused');
    await until(() => drawn.every(({ id }) => asked.has(id)) || undefined, 'the rows of both headings');
    assert.equal(asked.size, drawn.length);
    asked.clear();
    client.sessions.didChange({ revision: real.revision + 2, session: { ...first, status: 'paused', pending: 1 } });
    await until(() => asked.has(first.id) || undefined, 'the row');
    assert.deepEqual([...asked], [first.id]);
    tree.getTreeItem = draw;
    client.sessions.didSync(await client.request('session/list', {}));
  });

  it('does on a click what it did before when it is just being drawn anew', async () => {
    const node = { kind: 'session', id: made.id } as const;
    const [before, after] = [tree.getTreeItem(node).command, tree.getTreeItem(node).command];
    assert.ok(before && after);
    // VS Code forgets arguments with the row that had them.
    assert.deepEqual([before.arguments, after.arguments], [undefined, undefined]);
    assert.equal(before.command, after.command);
    await vscode.commands.executeCommand(before.command);
    await until(() => vscode.window.terminals.some(({ name }) => name === 'of-many') || undefined, 'its terminal');
  });
});
