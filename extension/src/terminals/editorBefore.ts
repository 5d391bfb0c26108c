/** The editor to come back to from terminals, however many of them were looked at since. */
import * as vscode from 'vscode';

export class EditorBefore implements vscode.Disposable {
  private tab: vscode.Tab | undefined;
  private readonly subscription: vscode.Disposable;

  constructor() {
    const look = () => {
      const { activeTab } = vscode.window.tabGroups.activeTabGroup;
      if (activeTab && !(activeTab.input instanceof vscode.TabInputTerminal)) this.tab = activeTab;
    };
    look();
    this.subscription = vscode.Disposable.from(
      vscode.window.tabGroups.onDidChangeTabs(look),
      vscode.window.tabGroups.onDidChangeTabGroups(look),
    );
  }

  dispose(): void {
    this.subscription.dispose();
  }

  /** One that is closed by now, or that VS Code cannot be told to show, gives way to the one that was used last. */
  async show(): Promise<void> {
    const { tab } = this;
    const { tabs } = vscode.window.tabGroups.activeTabGroup;
    const at = tab ? tabs.indexOf(tab) : -1;
    if (at >= 0) await vscode.commands.executeCommand('workbench.action.openEditorAtIndex', at);
    else if (tab?.input instanceof vscode.TabInputText && tab.group.tabs.includes(tab))
      await vscode.window.showTextDocument(tab.input.uri, { viewColumn: tab.group.viewColumn, preview: tab.isPreview });
    else await vscode.commands.executeCommand('workbench.action.openPreviousRecentlyUsedEditor');
  }
}
