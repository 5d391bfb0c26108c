/** The dashboard: one panel, which a reload brings back. */
import * as vscode from 'vscode';
import { createPanel } from '../shared/draw.ts';
import { t } from '../shared/l10n.ts';
import type { Doing } from './doing.ts';
import { optionsOf, Panel } from './panel.ts';
import type { Shown } from './shown.ts';

const ID = 'branchline.dashboard';

export class Dashboard implements vscode.Disposable, vscode.WebviewPanelSerializer {
  private panel: Panel | undefined;
  private readonly subscriptions: vscode.Disposable;

  constructor(
    private readonly shown: Shown,
    private readonly doing: Doing,
    private readonly extension: vscode.Uri,
  ) {
    const command = (name: string, run: () => void) => vscode.commands.registerCommand(`branchline.${name}`, run);
    this.subscriptions = vscode.Disposable.from(
      command('showDashboard', () => this.show()),
      vscode.window.registerWebviewPanelSerializer(ID, this),
    );
  }

  show(): void {
    if (this.panel) this.panel.reveal();
    else this.fill(createPanel(ID, t('Dashboard'), optionsOf(this.extension)));
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    if (this.panel) panel.dispose();
    else this.fill(panel);
  }

  dispose(): void {
    this.panel?.dispose();
    this.subscriptions.dispose();
  }

  private fill(panel: vscode.WebviewPanel): void {
    const filled = new Panel(panel, this.shown, this.doing, this.extension);
    this.panel = filled;
    panel.onDidDispose(() => {
      filled.dispose();
      if (this.panel === filled) this.panel = undefined;
    });
  }
}
