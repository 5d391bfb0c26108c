/** Offers, once, to keep worktrees out of VS Code's own views; what it sets are the user's settings, no workspace's. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import { changesInFront } from '../review/before.ts';
import { t } from '../shared/l10n.ts';
import { inform, unattended } from '../shared/notices.ts';
import { joined, NAME, plain } from '../shared/plain.ts';
import type { Client } from '../sidecar/client.ts';
import { type QuietSetting, quietSettings } from './quietSettings.ts';

const OFFERED = 'branchline.quietOffered';

export class Quieting implements vscode.Disposable {
  private readonly subscription: vscode.Disposable;

  constructor(
    private readonly client: Client,
    private readonly kept: vscode.Memento,
  ) {
    // Changes that are opened are where the noise begins: their files are in repositories that nobody opened.
    this.subscription = vscode.window.tabGroups.onDidChangeTabs(() => {
      if (changesInFront() !== undefined) unattended(this.offer(), client.log);
    });
  }

  dispose(): void {
    this.subscription.dispose();
  }

  /** By the command: also again. */
  async now(): Promise<void> {
    const wanted = this.wanted();
    if (wanted.length) await this.ask(wanted);
    else void inform(t('Worktrees are kept out of Source Control, search and file pickers already.'));
  }

  private async offer(): Promise<void> {
    if (this.kept.get(OFFERED)) return;
    const wanted = this.wanted();
    if (!wanted.length) return;
    await this.kept.update(OFFERED, true);
    await this.ask(wanted);
  }

  private async ask(wanted: readonly QuietSetting[]): Promise<void> {
    const set = t('Change Settings');
    const names = joined(
      wanted.map(({ key }) => plain(key, NAME)),
      ', ',
    );
    const question = t(
      'Keep Branchline’s worktrees out of Source Control, search and file pickers? This changes your user settings: {0}.',
      names,
    );
    const not = t('Not Now');
    if ((await inform(question, set, not)) !== set) return;
    for (const { key, value } of wanted)
      await vscode.workspace.getConfiguration().update(key, value, vscode.ConfigurationTarget.Global);
    const show = t('Show Settings');
    if ((await inform(t('The settings were changed: {0}.', names), show)) === show)
      await vscode.commands.executeCommand(
        'workbench.action.openSettings',
        wanted.map(({ key }) => `@id:${key}`).join(' '),
      );
  }

  private wanted(): QuietSetting[] {
    const settings = vscode.workspace.getConfiguration();
    const now = {
      effective: (key: string) => settings.get(key),
      user: (key: string) => settings.inspect(key)?.globalValue,
    };
    return quietSettings(now, this.below());
  }

  private below(): string[] {
    const parents = this.client.sessions.all().map(({ worktree }) => worktree && path.dirname(worktree));
    const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
    const found = [...new Set(parents)].flatMap((parent) =>
      folders.map((folder) => (parent ? path.relative(folder, parent) : '')),
    );
    const isBelow = (each: string) => each !== '' && !each.startsWith('..') && !path.isAbsolute(each);
    return [...new Set(found.filter(isBelow).map((each) => each.split(path.sep).join('/')))];
  }
}
