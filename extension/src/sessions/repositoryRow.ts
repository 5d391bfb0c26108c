/** The row of a repository, above those of its sessions. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import { type DrawnRow, drawRow } from '../shared/draw.ts';
import { t } from '../shared/l10n.ts';
import { plain, SENTENCES } from '../shared/plain.ts';

export function repositoryItem(repo: string): DrawnRow {
  const name = plain(path.basename(repo));
  return drawRow(
    {
      label: name,
      description: plain(path.dirname(repo)),
      tooltip: plain(repo, SENTENCES),
      spoken: t('Repository {0}', name),
    },
    {
      id: `repository\n${repo}`,
      collapsibleState: vscode.TreeItemCollapsibleState.Expanded,
      iconPath: new vscode.ThemeIcon('repo'),
      contextValue: 'repository',
    },
  );
}
