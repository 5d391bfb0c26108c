/** Says what a fresh worktree would lack here, and writes what is chosen of it into `.worktreeinclude`. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Finding, Script } from '../protocol/protocol.ts';
import { repositoryFolders } from '../sessions/repositories/repositories.ts';
import { pickMany } from '../shared/checkedRows.ts';
import { t } from '../shared/l10n.ts';
import { inform } from '../shared/notices.ts';
import { NAME, type Plain, plain } from '../shared/plain.ts';
import { pickRow, type Row, separator } from '../shared/quickInput.ts';
import type { Client } from '../sidecar/client.ts';
import { approvalText, isUnapproved, sourceText } from './approvalWords.ts';
import type { Approving } from './approving.ts';
import { findingRow, inOrder } from './setupWords.ts';

const SETUP = '.branchline/setup';

/** What a checked row does: a line of `.worktreeinclude`, or something that is asked about then. */
type Doing = { include: string } | { write: string } | 'approve';

export async function checkSetup(client: Client, approving: Approving): Promise<void> {
  const repo = await chosenRepository(client);
  if (repo === undefined) return;
  const { root, findings } = await client.request('worktree/checkSetup', { repo });
  const { scripts, complaints } = await client.request('project/scripts', { path: root });
  const { text } = await client.request('project/offerSetup', { path: root });
  const name = plain(path.basename(root), NAME);
  const rows = [...findingRows(findings), ...scriptRows(scripts, complaints, text)];
  if (!rows.length) {
    void inform(t('A fresh session in {0} would lack nothing that Branchline knows of.', name));
    return;
  }
  const picked = await pickMany(rows, {
    title: t('What a Fresh Session in {0} Would Lack', name),
    placeholder: placeholder(rows),
    picked: (doing) => typeof doing === 'object' && 'include' in doing,
    stays: true,
  });
  const chosen = picked?.values ?? [];
  const patterns = new Set(
    chosen.flatMap((doing) => (typeof doing === 'object' && 'include' in doing ? doing.include : [])),
  );
  if (patterns.size) {
    const { path: file } = await client.request('worktree/include', { repo: root, patterns: [...patterns] });
    await vscode.window.showTextDocument(vscode.Uri.file(file), { preview: false });
  }
  if (chosen.some((doing) => typeof doing === 'object' && 'write' in doing)) await write(client, approving, root, text);
  else if (chosen.includes('approve')) await approving.ofRepository(root);
}

function placeholder(rows: readonly Row<Doing>[]): Plain {
  const doings = rows.flatMap(({ value }) => value ?? []);
  if (!doings.length) return t('Nothing of this can be copied.');
  return doings.every((doing) => typeof doing === 'object' && 'include' in doing)
    ? t('Enter adds what is checked to .worktreeinclude.')
    : t('Check what is to be done, then press Enter.');
}

function findingRows(findings: readonly Finding[]): Row<Doing>[] {
  const rows: Row<Doing>[] = [];
  let isOffered: boolean | undefined;
  for (const finding of inOrder(findings)) {
    if (isOffered !== Boolean(finding.pattern)) {
      isOffered = Boolean(finding.pattern);
      rows.push(separator(isOffered ? t('can be copied into each new worktree') : t('is up to you')));
    }
    const { icon, ...words } = findingRow(finding, t);
    const iconPath = new vscode.ThemeIcon(icon);
    rows.push({ ...words, iconPath, ...(finding.pattern && { value: { include: finding.pattern } }) });
  }
  return rows;
}

function scriptRows(scripts: readonly Script[], complaints: readonly string[], offered: string): Row<Doing>[] {
  const rows: Row<Doing>[] = scripts.map((script) => ({
    label: sourceText(script, t),
    detail: approvalText(script, t),
    iconPath: new vscode.ThemeIcon(isUnapproved(script) ? 'shield' : 'pass'),
    ...(isUnapproved(script) && { value: 'approve' as const }),
  }));
  for (const complaint of complaints)
    rows.push({ label: t('Not used'), detail: plain(complaint), iconPath: new vscode.ThemeIcon('warning') });
  if (offered)
    rows.push({
      label: plain(SETUP),
      detail: t('Can be written here: you see it first.'),
      iconPath: new vscode.ThemeIcon('new-file'),
      value: { write: offered },
    });
  return rows.length ? [separator(t('scripts of the project')), ...rows] : [];
}

/** It is shown first, and never written over one that is there. */
async function write(client: Client, approving: Approving, root: string, text: string): Promise<void> {
  await approving.show(plain(SETUP), text);
  const yes = t('Write');
  const name = plain(path.basename(root), NAME);
  const question = t(
    'Write this as {0} in {1}? It is not committed, and runs only once you have approved it.',
    plain(SETUP),
    name,
  );
  if ((await inform(question, yes, t('Not Now'))) !== yes) return;
  const { path: file } = await client.request('project/writeSetup', { path: root, text });
  await vscode.window.showTextDocument(vscode.Uri.file(file), { preview: false });
  await approving.ofRepository(root);
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
