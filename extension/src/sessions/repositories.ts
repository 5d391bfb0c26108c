/** Where sessions can be: the workspace's folders that are in a git repository. */
import * as vscode from 'vscode';

/** `.git` is in the folder itself or above it. */
export async function repositoryFolders(): Promise<vscode.WorkspaceFolder[]> {
  const found: vscode.WorkspaceFolder[] = [];
  for (const folder of vscode.workspace.workspaceFolders ?? [])
    if (folder.uri.scheme === 'file' && (await isInRepository(folder.uri))) found.push(folder);
  return found;
}

async function isInRepository(uri: vscode.Uri): Promise<boolean> {
  for (let folder = uri; ; folder = vscode.Uri.joinPath(folder, '..')) {
    try {
      await vscode.workspace.fs.stat(vscode.Uri.joinPath(folder, '.git'));
      return true;
    } catch {
      if (folder.path === '/' || folder.path === vscode.Uri.joinPath(folder, '..').path) return false;
    }
  }
}
