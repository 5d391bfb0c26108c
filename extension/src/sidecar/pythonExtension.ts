/** What the Python extension knows. */
import * as vscode from 'vscode';

/** The interpreter that the user chose there, if any. */
export async function pythonExtension(): Promise<string[]> {
  const extension = vscode.extensions.getExtension('ms-python.python');
  if (!extension) return [];
  const api = (await extension.activate()) as
    | { environments?: { getActiveEnvironmentPath?(): { path?: string } } }
    | undefined;
  const chosen = api?.environments?.getActiveEnvironmentPath?.().path;
  return chosen ? [chosen] : [];
}
