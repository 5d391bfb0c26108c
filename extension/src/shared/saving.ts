/** What stands in an editor and not on the disk: it is saved before files are made others, or it would come over them. */
import * as vscode from 'vscode';

/** Those of files, and of all that is below folders. */
export async function saveAt(...places: readonly string[]): Promise<void> {
  for (const document of vscode.workspace.textDocuments) {
    const { fsPath, scheme } = document.uri;
    const isThere = places.some((place) => place && (fsPath === place || fsPath.startsWith(`${place}/`)));
    if (document.isDirty && scheme === 'file' && isThere) await document.save();
  }
}
