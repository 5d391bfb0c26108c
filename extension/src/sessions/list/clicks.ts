/**
 * What a click on a row does. VS Code forgets the arguments of a row's command as soon as it draws the row anew, which
 * the window learns later: a click just then did nothing but complain of a command that was not found. So each row has
 * a command of its own, without any.
 */
import * as vscode from 'vscode';
import type { FileNode } from '../../review/rows.ts';
import type { DrawnRow } from '../../shared/draw.ts';
import type { SnapshotNode } from '../../timeline/rows.ts';
import type { Node, SessionNode } from './nodes.ts';

type Clickable = SessionNode | FileNode | SnapshotNode;

interface Click {
  node: Clickable;
  readonly name: string;
  readonly command: vscode.Disposable;
}

export class Clicks implements vscode.Disposable {
  private readonly byRow = new Map<string, Click>();
  private count = 0;

  /** The row with a command of its own, if a click on it does anything. */
  own(row: DrawnRow, node: Node): DrawnRow {
    if (!row.command || !row.id || !isClickable(node)) return row;
    const known = this.byRow.get(row.id) ?? this.register(row.id, node);
    known.node = node;
    const { arguments: _, ...command } = row.command;
    return Object.assign(row, { command: { ...command, command: known.name } });
  }

  /** A session that is gone. */
  forget(id: string): void {
    for (const [row, { node, command }] of this.byRow)
      if (sessionOf(node) === id) {
        command.dispose();
        this.byRow.delete(row);
      }
  }

  dispose(): void {
    for (const { command } of this.byRow.values()) command.dispose();
    this.byRow.clear();
  }

  private register(row: string, node: Clickable): Click {
    const add = (name: string, run: () => unknown) => vscode.commands.registerCommand(name, run);
    // One that begins so is in no list of commands.
    const name = `_branchline.row.${++this.count}`;
    const click: Click = { node, name, command: add(name, () => run(click.node)) };
    this.byRow.set(row, click);
    return click;
  }
}

function run(node: Clickable): Thenable<unknown> {
  switch (node.kind) {
    case 'session':
      return vscode.commands.executeCommand('branchline.openTerminal', node);
    case 'file':
      return vscode.commands.executeCommand('branchline.openFileChanges', node);
    case 'snapshot':
      return vscode.commands.executeCommand('branchline.compareWithPrevious', node);
  }
}

function isClickable(node: Node): node is Clickable {
  return node.kind === 'session' || node.kind === 'file' || node.kind === 'snapshot';
}

function sessionOf(node: Clickable): string {
  return node.kind === 'session' ? node.id : node.sessionId;
}
