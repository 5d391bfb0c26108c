/** Histories and what terminals printed, as files that the user chooses. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { HistoryExportParams, Session } from '../protocol/protocol.ts';
import { fileName } from '../shared/drafts.ts';
import { chooseTarget } from '../shared/fileDialogs.ts';
import { t } from '../shared/l10n.ts';
import { inform } from '../shared/notices.ts';
import { NAME, type Plain, plain } from '../shared/plain.ts';
import { pick } from '../shared/quickInput.ts';
import type { Client } from '../sidecar/client.ts';
import type { Scope } from './scopes.ts';
import { tabName } from './words.ts';

type Format = NonNullable<HistoryExportParams['format']>;

export class Exporting {
  constructor(private readonly client: Client) {}

  /** All that happened, whatever a document shows of it. */
  async history({ before: _, ...scope }: Scope): Promise<void> {
    const rows: { label: Plain; value: Format }[] = [
      { label: t('Markdown, for people'), value: 'markdown' },
      { label: t('JSON, for programs'), value: 'json' },
    ];
    const format = await pick(rows, { title: t('Export History'), placeholder: t('In which format?') });
    if (!format) return;
    const name = scope.id === undefined ? undefined : this.client.sessions.get(scope.id)?.name;
    const file = fileName(tabName(scope, name, t), format === 'json' ? '.json' : '.md');
    const ask = () => this.client.request('history/export', { ...scope, format, language: vscode.env.language });
    await this.save(t('Export History'), file, ask);
  }

  async output({ id, name }: Session): Promise<void> {
    const file = fileName(t('Output of {0}', plain(name, NAME)), '.txt');
    await this.save(t('Export Output'), file, () => this.client.request('history/exportOutput', { id }));
  }

  private async save(title: Plain, file: string, ask: () => Promise<{ path: string }>): Promise<void> {
    const [first] = vscode.workspace.workspaceFolders ?? [];
    const folder = first?.uri.scheme === 'file' ? first.uri.fsPath : homedir();
    const target = await chooseTarget(title, t('Export'), vscode.Uri.file(join(folder, file)));
    if (!target) return;
    const made = vscode.Uri.file((await ask()).path);
    try {
      await vscode.workspace.fs.copy(made, target, { overwrite: true });
    } finally {
      await vscode.workspace.fs.delete(made);
    }
    const open = t('Open');
    const said = t('“{0}” was written. Secrets that were recognized are not in it.', plain(target.path, NAME));
    if ((await inform(said, open)) === open) await vscode.commands.executeCommand('vscode.open', target);
  }
}
