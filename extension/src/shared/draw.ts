/** Draws rows, views, marks and titles with VS Code's means. What they say is plain. */
import * as vscode from 'vscode';
import type { Letter, Look, StatusItem } from './look.ts';
import { joined, LINKED, type Markdown, type Plain } from './plain.ts';

export function themeIcon({ icon, color }: Look): vscode.ThemeIcon {
  return new vscode.ThemeIcon(icon, color ? new vscode.ThemeColor(color) : undefined);
}

declare const drawn: unique symbol;
/** A row whose words went through here. */
export type DrawnRow = vscode.TreeItem & { readonly [drawn]: true };

/** What a row says. */
export interface Said {
  label: Plain;
  description?: Plain;
  /** None while it is undefined: it may come when the pointer rests on the row. */
  tooltip?: Plain | undefined;
  /** What a screen reader says of it; where there is nothing, what is seen. */
  spoken?: Plain;
}

/** How a row is known, looks and behaves. */
export type Row = Pick<
  vscode.TreeItem,
  'id' | 'iconPath' | 'resourceUri' | 'contextValue' | 'command' | 'collapsibleState'
>;

/** A box before a row, and what a click on it does. */
export interface Box {
  isTicked: boolean;
  tooltip: Plain;
}

export function drawBox(item: DrawnRow, { isTicked, tooltip }: Box): DrawnRow {
  const { Checked, Unchecked } = vscode.TreeItemCheckboxState;
  item.checkboxState = {
    state: isTicked ? Checked : Unchecked,
    tooltip,
    accessibilityInformation: { label: tooltip, role: 'checkbox' },
  };
  return item;
}

export interface Ticked<T> {
  node: T;
  isTicked: boolean;
}

export function onDidTick<T>(view: vscode.TreeView<T>, tell: (rows: Ticked<T>[]) => unknown): vscode.Disposable {
  const { Checked } = vscode.TreeItemCheckboxState;
  return view.onDidChangeCheckboxState(({ items }) =>
    tell(items.map(([node, state]) => ({ node, isTicked: state === Checked }))),
  );
}

export function drawRow({ label, description, tooltip, spoken }: Said, row: Row = {}): DrawnRow {
  const item = new vscode.TreeItem(label);
  if (description !== undefined) item.description = description;
  if (tooltip !== undefined) item.tooltip = tooltip;
  if (spoken !== undefined) item.accessibilityInformation = { label: spoken };
  return Object.assign(item, row) as DrawnRow;
}

/** Nothing in it is trusted: no command runs, no HTML and no icon is drawn, whatever stands there. */
export function drawTooltip(item: vscode.TreeItem, tooltip: Markdown | undefined): void {
  item.tooltip = tooltip === undefined ? undefined : new vscode.MarkdownString(tooltip);
}

/** Letters beside rows, told from their URIs. */
export function drawMarks(markOf: (uri: vscode.Uri) => Letter | undefined): vscode.Disposable {
  return vscode.window.registerFileDecorationProvider({
    provideFileDecoration(uri) {
      const mark = markOf(uri);
      return mark && new vscode.FileDecoration(mark.letter, mark.word, new vscode.ThemeColor(mark.color));
    },
  });
}

/** What a view asks for its rows. */
export interface Rows<T> extends vscode.TreeDataProvider<T> {
  getTreeItem(node: T): DrawnRow;
}

/** How a view behaves. */
export type Behaviour<T> = Pick<
  vscode.TreeViewOptions<T>,
  'showCollapseAll' | 'canSelectMany' | 'dragAndDropController' | 'manageCheckboxStateManually'
>;

export function createView<T>(id: string, rows: Rows<T>, behaviour: Behaviour<T> = {}): vscode.TreeView<T> {
  return vscode.window.createTreeView(id, { treeDataProvider: rows, ...behaviour });
}

/** What stands in the view itself: beside its title, above its rows, and on its icon. */
export interface ViewSaid {
  description?: Plain;
  lines?: readonly Plain[];
  badge?: { value: number; tooltip: Plain } | undefined;
}

/** Draws what it is told anew: VS Code is spared what is so already. */
export function drawView(view: vscode.TreeView<unknown>, said: ViewSaid): void {
  if (said.description !== undefined) view.description = said.description;
  if (said.lines) {
    const message = joined(said.lines, '\n');
    if (message !== view.message) view.message = message;
  }
  if ('badge' in said && said.badge?.value !== view.badge?.value) view.badge = said.badge;
}

export function createStatusItem(id: string, priority: number, name: Plain, command: string): vscode.StatusBarItem {
  const item = vscode.window.createStatusBarItem(id, vscode.StatusBarAlignment.Left, priority);
  item.name = name;
  item.command = command;
  return item;
}

/** Hides it where there is nothing to show. */
export function drawStatusItem(item: vscode.StatusBarItem, shown: StatusItem | undefined): void {
  if (!shown) {
    item.hide();
    return;
  }
  item.text = shown.text;
  item.accessibilityInformation = { label: shown.spoken, role: 'button' };
  item.tooltip = shown.hover === undefined ? shown.tooltip : withLinks(shown.hover);
  if (shown.command !== undefined) item.command = shown.command;
  item.backgroundColor = shown.warning ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
  item.show();
}

/** Of all that stands there only links to these commands do something: `markdown` lets nobody else write a link. */
function withLinks(hover: Markdown): vscode.MarkdownString {
  const drawn = new vscode.MarkdownString(hover);
  drawn.isTrusted = { enabledCommands: LINKED };
  return drawn;
}

export function createTerminal(
  name: Plain,
  options: Omit<vscode.TerminalOptions, 'name' | 'message'>,
): vscode.Terminal {
  return vscode.window.createTerminal({ ...options, name });
}

/** An editor tab with a page of ours, of which nothing is kept while it is hidden. */
export function createPanel(id: string, title: Plain, options: vscode.WebviewOptions): vscode.WebviewPanel {
  return vscode.window.createWebviewPanel(id, title, vscode.ViewColumn.Active, options);
}

/** A light bulb's entry, which runs a command of ours. */
export function codeAction(
  title: Plain,
  run: { command: string; arguments: unknown[] },
  diagnostic: vscode.Diagnostic | undefined,
): vscode.CodeAction {
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.command = { ...run, title };
  if (diagnostic) action.diagnostics = [diagnostic];
  return action;
}

export function openDiff(
  left: vscode.Uri,
  right: vscode.Uri,
  title: Plain,
  options: vscode.TextDocumentShowOptions = {},
): Thenable<unknown> {
  return vscode.commands.executeCommand('vscode.diff', left, right, title, { preview: true, ...options });
}

/** A file that is only to be read, under another name than its own, at this line. */
export function openNamed(uri: vscode.Uri, name: Plain, line: number): Thenable<unknown> {
  const selection = new vscode.Range(line, 0, line, 0);
  return vscode.commands.executeCommand('vscode.open', uri, { preview: true, selection }, name);
}

/** Several files in one editor: each with its own URI, how it was and how it became. */
export function openDiffs(
  title: Plain,
  files: readonly (readonly [vscode.Uri, vscode.Uri | undefined, vscode.Uri | undefined])[],
): Thenable<unknown> {
  return vscode.commands.executeCommand('vscode.changes', title, files);
}
