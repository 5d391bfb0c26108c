import assert from 'node:assert/strict';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Client } from '../client.ts';
import type { Api } from '../extension.ts';
import type { Session } from '../protocol.ts';
import type { Node, SessionTree } from '../tree.ts';
import { baseUri, fileUri } from '../uris.ts';

const EXTENSION = 'branchline.branchline';

async function until<T>(look: () => T | undefined | Promise<T | undefined>, what: string): Promise<T> {
  const deadline = Date.now() + 40_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    assert.ok(Date.now() < deadline, `waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe('the extension in a window', () => {
  let client: Client;
  let tree: SessionTree;
  let session: Session;

  before(async () => {
    const extension = vscode.extensions.getExtension<Api>(EXTENSION);
    assert.ok(extension, 'the extension is there');
    ({ client, tree } = await extension.activate());
    await until(() => (client.state === 'running' && client.sessions.agents.length) || undefined, 'the sidecar');
  });

  after(async () => {
    for (const { id } of client.sessions.all())
      await client.request('session/remove', { id, force: true, keepBranch: false });
  });

  it('registers exactly the commands that it declares', async () => {
    const declared: string[] = vscode.extensions
      .getExtension(EXTENSION)
      ?.packageJSON.contributes.commands.map((each: { command: string }) => each.command);
    const registered = (await vscode.commands.getCommands(true)).filter(
      (name) => /^branchline\.\w+$/.test(name) && !name.startsWith('branchline.sessions'),
    );
    assert.deepEqual(registered.sort(), declared.sort());
  });

  it('knows the agents', () => {
    const names = client.sessions.agents.map(({ name }) => name);
    for (const name of ['claude', 'codex', 'gemini', 'opencode', 'copilot', 'qwen', 'aider', 'demo'])
      assert.ok(names.includes(name), name);
    assert.ok(client.sessions.agents.find(({ name }) => name === 'demo')?.program);
  });

  it('shows a session as soon as it is created', async () => {
    const repo = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
    assert.ok(repo);
    const shown = until(() => client.sessions.all()[0], 'the record');
    const created = await client.request('session/create', { repo, agent: 'demo', name: 'From the host' });
    assert.equal((await shown).id, created.id);
    session = await until(() => {
      const now = client.sessions.get(created.id);
      return now?.status === 'ready' ? now : undefined;
    }, 'the ready screen');
    const [row] = await tree.getChildren();
    assert.ok(row);
    const item = tree.getTreeItem(row);
    assert.equal(item.label, 'From the host');
    assert.match(String(item.description), /Ready · .+ · branchline\/from-the-host/);
    assert.match(item.accessibilityInformation?.label ?? '', /From the host, Ready, .+, branch branchline\//);
    assert.match(item.contextValue ?? '', /^session;live;ready;/);
  });

  it('lists changed files with a decoration and their content at the base', async () => {
    const readme = path.join(session.worktree, 'README.md');
    const before = Buffer.from(await vscode.workspace.fs.readFile(vscode.Uri.file(readme))).toString();
    await vscode.workspace.fs.writeFile(vscode.Uri.file(readme), Buffer.from(`${before}one more line\n`));
    await vscode.workspace.fs.writeFile(
      vscode.Uri.file(path.join(session.worktree, 'new file.txt')),
      Buffer.from('x\n'),
    );
    await client.request('session/changes', { id: session.id });
    const changed = await until(() => {
      const now = client.sessions.get(session.id);
      return now?.changes.files === 2 ? now : undefined;
    }, 'the counts');
    assert.deepEqual(changed.changes, { files: 2, added: 2, removed: 0 });
    const files = (await tree.getChildren({ kind: 'session', id: session.id })) as Extract<Node, { kind: 'file' }>[];
    assert.deepEqual(
      files.map(({ file }) => [file.path, file.status]),
      [
        ['README.md', 'M'],
        ['new file.txt', 'U'],
      ],
    );
    const [modified, untracked] = files;
    assert.ok(modified && untracked);
    assert.equal(tree.getTreeItem(modified).resourceUri?.toString(), fileUri(changed, modified.file).toString());
    const old = await vscode.workspace.openTextDocument(baseUri(changed, modified.file));
    assert.equal(old.getText(), before);
    assert.equal((await vscode.workspace.openTextDocument(baseUri(changed, untracked.file))).getText(), '');
  });

  it('opens a terminal once', async () => {
    const row: Node = { kind: 'session', id: session.id };
    await Promise.all([1, 2].map(() => vscode.commands.executeCommand('branchline.openTerminal', row)));
    const terminal = await until(() => vscode.window.terminals.find(({ name }) => name === session.name), 'it');
    await vscode.commands.executeCommand('branchline.openTerminal', row);
    assert.equal(vscode.window.terminals.filter(({ name }) => name === session.name).length, 1);
    terminal.dispose();
    assert.equal(client.sessions.get(session.id)?.status, 'ready', 'closing the tab only stops looking');
  });

  it('answers what is asked while the sidecar is being connected', async () => {
    const restarted = client.restart();
    await until(() => client.state === 'starting' || undefined, 'the restart');
    const { sessions } = await client.request('session/list', {});
    assert.deepEqual(
      sessions.map(({ id }) => id),
      [session.id],
    );
    await restarted;
  });

  it('refuses what is not so with a code', async () => {
    await assert.rejects(
      client.request('session/remove', { id: session.id, force: false, keepBranch: false }),
      (error) => {
        assert.equal((error as { data?: { code?: string } }).data?.code, 'DIRTY');
        return true;
      },
    );
    assert.ok(client.sessions.get(session.id));
  });

  it('removes a session and its row', async () => {
    await client.request('session/remove', { id: session.id, force: true, keepBranch: false });
    assert.deepEqual(await tree.getChildren(), []);
    await assert.rejects(async () => vscode.workspace.fs.stat(vscode.Uri.file(session.worktree)));
  });
});
