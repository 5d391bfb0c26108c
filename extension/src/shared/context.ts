/** Context keys: what `when` clauses ask. */
import * as vscode from 'vscode';

type Key =
  | 'state'
  | 'repositories'
  | 'hasSessions'
  | 'hadTwoSessions'
  | 'agentsFound'
  | 'foreignWorktrees'
  | 'someWait'
  | 'sessionsFiltered'
  | 'someInterrupted'
  | 'autoYesOn'
  | 'someWider'
  | 'showDecisions'
  | 'decisionsFiltered'
  | 'decisionsAskedOnly'
  | 'changesInFront';
const known = new Map<Key, unknown>();

/** The window evaluates menus anew for each key that it is told: only what altered is said. */
export async function setContext(key: Key, value: unknown): Promise<void> {
  if (known.get(key) === value) return;
  known.set(key, value);
  await vscode.commands.executeCommand('setContext', `branchline.${key}`, value);
}
