/** Draws looks with VS Code's means. */
import * as vscode from 'vscode';
import type { Look, StatusItem } from './look.ts';

export function themeIcon({ icon, color }: Look): vscode.ThemeIcon {
  return new vscode.ThemeIcon(icon, color ? new vscode.ThemeColor(color) : undefined);
}

/** Hides it where there is nothing to show. */
export function drawStatusItem(item: vscode.StatusBarItem, shown: StatusItem | undefined): void {
  if (!shown) {
    item.hide();
    return;
  }
  item.text = shown.text;
  item.accessibilityInformation = { label: shown.spoken, role: 'button' };
  item.tooltip = shown.tooltip;
  item.backgroundColor = shown.warning ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
  item.show();
}
