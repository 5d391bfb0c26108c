import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Session } from '../protocol/protocol.ts';
import { openFile } from '../review/diff.ts';
import type { Node } from '../sessions/list/nodes.ts';
import type { SessionTree } from '../sessions/list/tree.ts';
import { plainLog } from '../shared/log.ts';
import type { Client } from '../sidecar/client.ts';
import { started, until } from './window.ts';

const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
const NAME = '$(check) fix\u202e\u200b [Yes](command:workbench.action.quit)';

/** What a row says, in whichever way. */
function said({ label, description, tooltip, accessibilityInformation }: vscode.TreeItem): string[] {
  const hover = tooltip instanceof vscode.MarkdownString ? tooltip.value.replaceAll('\n', '') : tooltip;
  return [label, description, hover, accessibilityInformation?.label].map((text) => String(text ?? ''));
}

describe('names that were made to deceive', () => {
  let client: Client;
  let tree: SessionTree;
  let session: Session;
  const row = (): Node => ({ kind: 'session', id: session.id });

  before(async () => {
    ({ client, tree } = await started());
    const repo = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath as string;
    execFileSync('git', ['-C', repo, 'branch', 'x\u202ey$(check)']);
    const { id } = await client.request('session/create', {
      repo,
      agent: 'demo',
      name: NAME,
      branch: 'x\u202ey$(check)',
    });
    session = await until(() => {
      const now = client.sessions.get(id);
      return now?.status === 'ready' ? now : undefined;
    }, 'the ready screen');
  });

  after(async () => {
    await client.request('session/remove', { id: session.id, force: true, keepBranch: false });
  });

  it('are seen as they are on a session’s row', async () => {
    const item = tree.getTreeItem(row());
    const texts = said(tree.resolveTreeItem(item, row()));
    for (const text of texts) assert.doesNotMatch(text, HIDDEN);
    // What is no name is the title, and the name is made of it.
    assert.match(texts[0] as string, /^[\w-]{1,20}$/);
    assert.match(texts[1] as string, /\$\u2009\(check\) fix \[Yes\]\u2009\(command:/);
    assert.match(texts[1] as string, /x\\u\{202e\}y\$\u2009\(check\)/);
    const hover = item.tooltip as vscode.MarkdownString;
    assert.ok(!hover.isTrusted && !hover.supportThemeIcons && !hover.supportHtml);
  });

  it('are seen as they are in a terminal’s tab', async () => {
    await vscode.commands.executeCommand('branchline.openTerminal', row());
    const terminal = await until(() => vscode.window.terminals.find(({ name }) => name === session.name), 'it');
    assert.doesNotMatch(terminal.name, HIDDEN);
    assert.ok(!terminal.name.includes('$('));
    terminal.dispose();
  });

  it('are seen as they are on files’ rows, and the files can be looked at', async () => {
    const names = ['a\u202egpj.exe', 'two\nlines', '$(check)', '\u200b', 'b\u0007'];
    for (const name of names)
      await vscode.workspace.fs.writeFile(vscode.Uri.file(path.join(session.worktree, name)), Buffer.from('x\n'));
    // A name that is not in UTF-8, which no URI has.
    await writeFile(Buffer.concat([Buffer.from(`${session.worktree}/bad`), Buffer.of(0xff)]), 'x\n');
    await client.request('session/changes', { id: session.id });
    const files = await until(async () => {
      const below = (await tree.getChildren(row())).filter((node) => node.kind === 'file');
      return below.length === names.length + 1 ? below : undefined;
    }, 'their rows');
    for (const node of files) {
      const item = tree.getTreeItem(node);
      for (const text of said(item)) assert.doesNotMatch(text, HIDDEN);
      assert.ok(item.resourceUri?.toString());
      if (node.file.path.startsWith('bad')) await assert.rejects(openFile(session, node.file), /bad\\u\{dcff\}/);
      else {
        await openFile(session, node.file);
        const title = `${tree.getTreeItem(node).label} (${tree.getTreeItem(row()).label})`;
        await until(() => vscode.window.tabGroups.activeTabGroup.activeTab?.label === title || undefined, title);
      }
    }
    await vscode.commands.executeCommand('branchline.openChanges', row());
    const all = `Changes of ${session.name}`;
    await until(
      () => vscode.window.tabGroups.activeTabGroup.activeTab?.label.startsWith(all) || undefined,
      'all files',
    );
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('begin no line of the log', async () => {
    const written: string[] = [];
    const log = plainLog({ info: (text: string) => written.push(text) } as unknown as vscode.LogOutputChannel);
    log.info('a\n2026-01-01 [info] You answered it\u001b[2K');
    assert.deepEqual(written, ['a\n    2026-01-01 [info] You answered it\\u{1b}[2K']);
  });
});
