/** What the window leaves to the sidecar: whose a file is, where repositories are, what is in a recording. */
import assert from 'node:assert/strict';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Session } from '../protocol/protocol.ts';
import { rightUri } from '../review/uris.ts';
import { repositoryFolders } from '../sessions/repositories/repositories.ts';
import type { Client } from '../sidecar/client.ts';
import type { Reports } from '../terminals/report.ts';
import { started, until } from './window.ts';

describe('what the sidecar knows for the window', () => {
  let client: Client;
  let reports: Reports;
  let session: Session;

  before(async () => {
    ({ client, reports } = await started());
    const repo = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
    assert.ok(repo);
    const { id } = await client.request('session/create', { repo, agent: 'demo', name: 'For the sidecar' });
    session = await until(() => {
      const now = client.sessions.get(id);
      return now?.status === 'ready' ? now : undefined;
    }, 'the ready screen');
  });

  after(async () => {
    await client.request('session/remove', { id: session.id, force: true, keepBranch: false });
  });

  it('counts what the user saves in the worktree, and shows the real file beside it', async () => {
    const fsPath = path.join(session.worktree, 'README.md');
    const before = client.sessions.get(session.id)?.changes.added ?? 0;
    const editor = await vscode.window.showTextDocument(vscode.Uri.file(fsPath), { preview: false });
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'saved by the user\n'));
    await editor.document.save();
    await until(() => client.sessions.get(session.id)?.changes.added === before + 1 || undefined, 'the count');
    const { files } = await client.request('session/changes', { id: session.id });
    const [readme] = files;
    assert.equal(readme && rightUri(session, readme, null).fsPath, fsPath);
    await vscode.commands.executeCommand('branchline.openFileChanges', {
      kind: 'file',
      sessionId: session.id,
      file: readme,
    });
    const diff = await until(() => {
      const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
      return input instanceof vscode.TabInputTextDiff ? input : undefined;
    }, 'the diff');
    assert.equal(diff.modified.fsPath, fsPath);
    assert.equal(diff.original.path, diff.modified.path, 'else it would look renamed');
    const back = new vscode.WorkspaceEdit();
    back.delete(editor.document.uri, new vscode.Range(0, 0, 1, 0));
    await vscode.workspace.applyEdit(back);
    await editor.document.save();
    await until(() => client.sessions.get(session.id)?.changes.added === before || undefined, 'the count as it was');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('finds the folders that are in a repository', async () => {
    const folders = await repositoryFolders(client);
    assert.deepEqual(folders, vscode.workspace.workspaceFolders);
  });

  it('shows what a report of the terminal says', async () => {
    const report = await client.request('session/report', { id: session.id });
    assert.match(report.path, /demo-.*\.jsonl\.gz$/);
    // Its notification is not answered: it is opened as its button would.
    await reports.show(report);
    const shown = vscode.window.activeTextEditor?.document;
    assert.equal(shown?.getText(), report.text);
    assert.match(report.text, /^\{"agent": "demo"/);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });

  it('copies diagnostics, with the log level that was set for the channel', async () => {
    await vscode.commands.executeCommand('_extensionTests.setLogLevel', 'debug');
    await until(() => client.log.logLevel === vscode.LogLevel.Debug || undefined, 'the level of the channel');
    try {
      const text = await until(async () => {
        await vscode.commands.executeCommand('branchline.copyDiagnostics');
        const copied = await vscode.env.clipboard.readText();
        return copied.includes('the log level is debug') ? copied : undefined;
      }, 'the level in the sidecar’s log');
      assert.match(text, /^## Versions\n\nBranchline /);
      assert.ok(!text.includes(session.name), 'no name of a session');
    } finally {
      await vscode.commands.executeCommand('_extensionTests.setLogLevel', 'info');
    }
  });
});
