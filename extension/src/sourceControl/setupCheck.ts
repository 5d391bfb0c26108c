/** Says what a fresh worktree would lack here, and writes what is chosen of it into `.worktreeinclude`. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import { repositoryFolders } from '../sessions/repositories/repositories.ts';
import { pickMany } from '../shared/checkedRows.ts';
import { t } from '../shared/l10n.ts';
import { inform } from '../shared/notices.ts';
import { NAME, plain } from '../shared/plain.ts';
import { pickRow, type Row, separator } from '../shared/quickInput.ts';
import type { Client } from '../sidecar/client.ts';
import { findingRow, inOrder } from './setupWords.ts';

export async function checkSetup(client: Client): Promise<void> {
  const repo = await chosenRepository(client);
  if (repo === undefined) return;
  const { root, findings } = await client.request('worktree/checkSetup', { repo });
  const name = plain(path.basename(root), NAME);
  if (!findings.length) {
    void inform(t('A fresh session in {0} would lack nothing that Branchline knows of.', name));
    return;
  }
  const patterns = new Set(findings.map(({ pattern }) => pattern).filter(Boolean));
  const rows: Row<string>[] = [];
  let isOffered: boolean | undefined;
  for (const finding of inOrder(findings)) {
    if (isOffered !== Boolean(finding.pattern)) {
      isOffered = Boolean(finding.pattern);
      rows.push(separator(isOffered ? t('can be copied into each new worktree') : t('is up to you')));
    }
    const { icon, ...words } = findingRow(finding, t);
    rows.push({ ...words, iconPath: new vscode.ThemeIcon(icon), value: finding.pattern });
  }
  const picked = await pickMany(rows, {
    title: t('What a Fresh Session in {0} Would Lack', name),
    placeholder: patterns.size
      ? t('Enter adds what is checked to .worktreeinclude.')
      : t('Nothing of this can be copied.'),
    picked: (pattern) => pattern !== '',
    stays: true,
  });
  const wanted = [...new Set(picked?.values ?? [])].filter(Boolean);
  if (!wanted.length) return;
  const { path: file } = await client.request('worktree/include', { repo: root, patterns: wanted });
  await vscode.window.showTextDocument(vscode.Uri.file(file), { preview: false });
}

async function chosenRepository(client: Client): Promise<string | undefined> {
  const folders = await repositoryFolders(client);
  if (!folders.length)
    throw new Error(t('No git repository was found in this workspace. Open a folder that is one, or run git init.'));
  if (folders.length === 1) return folders[0]?.uri.fsPath;
  const rows = folders.map(({ uri, name }) => ({
    label: plain(name, NAME),
    description: plain(path.dirname(uri.fsPath)),
    iconPath: new vscode.ThemeIcon('repo'),
    value: uri.fsPath,
  }));
  return (await pickRow(rows, { title: t('Check Worktree Setup'), placeholder: t('Of which repository?') }))?.value;
}
