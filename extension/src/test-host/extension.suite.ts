import assert from 'node:assert/strict';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { DecisionTree } from '../autoYes/decisionTree.ts';
import type { FileChange, Session } from '../protocol/protocol.ts';
import { fileUri, leftUri, rightUri } from '../review/uris.ts';
import type { Node } from '../sessions/list/nodes.ts';
import type { SessionTree } from '../sessions/list/tree.ts';
import type { Client } from '../sidecar/client.ts';
import { EXTENSION, started, until } from './window.ts';

describe('the extension in a window', () => {
  let client: Client;
  let tree: SessionTree;
  let decisions: DecisionTree;
  let session: Session;

  before(async () => {
    ({ client, tree, decisions } = await started());
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
    const created = await client.request('session/create', { repo, agent: 'demo', name: 'from-the-host' });
    assert.equal((await shown).id, created.id);
    session = await until(() => {
      const now = client.sessions.get(created.id);
      return now?.status === 'ready' ? now : undefined;
    }, 'the ready screen');
    const [row] = await tree.getChildren();
    assert.ok(row);
    const item = tree.getTreeItem(row);
    assert.equal(item.label, 'from-the-host');
    assert.match(String(item.description), /^(active · )?now · Ready · /);
    assert.match(item.accessibilityInformation?.label ?? '', /from-the-host, Ready, .+, branch branchline\//);
    assert.match(item.contextValue ?? '', /^session;live;ready;/);
  });

  it('does nothing for a row that VS Code has lost, though one session would fit', async () => {
    await vscode.commands.executeCommand('branchline.pause', undefined, undefined);
    const synced = await client.request('session/list', {});
    assert.equal(synced.sessions.find(({ id }) => id === session.id)?.status, 'ready');
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
    const { files: count, added, removed } = changed.changes;
    assert.deepEqual({ count, added, removed }, { count: 2, added: 2, removed: 0 });
    const below = await tree.getChildren({ kind: 'session', id: session.id });
    assert.equal(below[0]?.kind, 'timeline');
    const files = below.slice(1) as Extract<Node, { kind: 'file' }>[];
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
    const old = await vscode.workspace.openTextDocument(leftUri(changed, modified.file, changed.base));
    assert.equal(old.getText(), before);
    assert.equal(
      (await vscode.workspace.openTextDocument(leftUri(changed, untracked.file, changed.base))).getText(),
      '',
    );
  });

  it('shows a session’s snapshots, the ones that are taken later too, with their files', async () => {
    const timeline: Node = { kind: 'timeline', sessionId: session.id };
    await tree.getChildren(timeline);
    const taken = await client.request('snapshot/create', { id: session.id, name: 'Two files' });
    // Where nothing altered since the latest one, that one is told, and named.
    const row = await until(async () => {
      const [newest] = await tree.getChildren(timeline);
      return newest?.kind === 'snapshot' && newest.number === taken.number ? newest : undefined;
    }, 'its row');
    await until(() => tree.getTreeItem(row).label === 'Two files' || undefined, 'its name');
    const item = tree.getTreeItem(row);
    assert.equal(item.label, 'Two files');
    assert.equal((item.iconPath as vscode.ThemeIcon).id, 'bookmark');
    assert.equal(item.contextValue, 'snapshot;worktree;');
    assert.match(item.accessibilityInformation?.label ?? '', /^Two files, .* ago, /);
    assert.deepEqual(tree.getParent(row), timeline);
    await client.request('snapshot/name', { id: session.id, number: taken.number, name: 'Both files' });
    await until(() => tree.getTreeItem(row).label === 'Both files' || undefined, 'the new name');

    const which = { id: session.id, number: taken.number };
    const compared = await client.request('snapshot/compare', { ...which, against: 'base' });
    assert.deepEqual(
      compared.files.map(({ path }) => path),
      ['README.md', 'new file.txt'],
    );
    const added = compared.files[1] as FileChange;
    const then = await vscode.workspace.openTextDocument(rightUri(session, added, compared.right));
    assert.equal(then.getText(), 'x\n');
    assert.equal((await vscode.workspace.openTextDocument(leftUri(session, added, compared.left))).getText(), '');
    const now = await client.request('snapshot/compare', { ...which, against: 'now' });
    assert.equal(now.right, null);
    assert.equal(rightUri(session, added, now.right).scheme, 'file');
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

  it('shows a session’s auto-yes on its row, and that everything was stopped', async () => {
    const row: Node = { kind: 'session', id: session.id };
    const described = async (what: RegExp) =>
      until(() => what.test(String(tree.getTreeItem(row).description)) || undefined, String(what));
    await client.request('session/update', { id: session.id, autoYes: 'safe' });
    await described(/ · auto-yes: safe · /);
    // Not waited for: it ends when its notification has gone.
    void vscode.commands.executeCommand('branchline.autoYesStopAll');
    await described(/ · auto-yes paused · /);
    assert.match(tree.getTreeItem(row).accessibilityInformation?.label ?? '', /, auto-yes paused: \S/);
    await client.request('session/update', { id: session.id, autoYes: 'safe' });
    await described(/ · auto-yes: safe · /);
    await client.request('session/update', { id: session.id, autoYes: 'off' });
    await until(() => !/auto-yes/.test(String(tree.getTreeItem(row).description)) || undefined, 'off');
  });

  it('shows the log of one session, and of all', async () => {
    await vscode.commands.executeCommand('branchline.autoYesShowLog', { kind: 'session', id: session.id });
    await until(() => decisions.view.visible || undefined, 'the view');
    await until(() => decisions.view.description === 'from-the-host' || undefined, 'the filter');
    await vscode.commands.executeCommand('branchline.autoYesAskedOnly');
    await until(() => decisions.view.description === 'from-the-host · only what was asked' || undefined, 'both');
    await vscode.commands.executeCommand('branchline.autoYesClearFilter');
    await until(() => !decisions.view.description || undefined, 'no filter');
  });

  it('shows nothing but the timeline of a session whose disk was freed, and its files when it goes on', async () => {
    const row: Node = { kind: 'session', id: session.id };
    await vscode.commands.executeCommand('branchline.pauseAndFreeDisk', row);
    await until(() => client.sessions.get(session.id)?.freed || undefined, 'the freed disk');
    assert.match(String(tree.getTreeItem(row).description), /Paused, worktree freed · /);
    assert.deepEqual(
      (await tree.getChildren(row)).map(({ kind }) => kind),
      ['timeline'],
    );
    await assert.rejects(async () => vscode.workspace.fs.stat(vscode.Uri.file(session.worktree)));
    await client.request('session/resume', { id: session.id });
    await until(() => client.sessions.get(session.id)?.status === 'ready' || undefined, 'the ready screen');
    const kinds = await until(async () => {
      const found = (await tree.getChildren(row)).map(({ kind }) => kind);
      return found.length === 3 ? found : undefined;
    }, 'its files');
    assert.deepEqual(kinds, ['timeline', 'file', 'file']);
  });

  it('removes a session and its row', async () => {
    await client.request('session/remove', { id: session.id, force: true, keepBranch: false });
    assert.deepEqual(await tree.getChildren(), []);
    await assert.rejects(async () => vscode.workspace.fs.stat(vscode.Uri.file(session.worktree)));
  });
});
