/** Where a new session is asked for: a folder, a file, a selection, a terminal; and what of that goes along. */
import * as vscode from 'vscode';
import { t } from '../shared/l10n.ts';
import { inform } from '../shared/notices.ts';
import type { Client } from '../sidecar/client.ts';
import { aboutFile, aboutOutput, aboutProblem, aboutSelection, aboutTodo } from './aboutText.ts';
import type { About, Draft } from './draft.ts';

type Given = Partial<Draft>;

/** What menus hand over: a file or folder of the Explorer, the file of an editor, a repository of Source Control. */
export type Origin = vscode.Uri | { rootUri?: vscode.Uri } | undefined;

/** `problem` or `note` is what a code action was offered for. */
export interface Found {
  uri: vscode.Uri;
  line: number;
  problem?: { message: string; source: string };
  note?: string;
}

export class Sources {
  constructor(private readonly client: Client) {}

  /** In the repository and folder of what was clicked, else of the file in front; undefined: there is none. */
  async here(origin: Origin): Promise<Given | undefined> {
    const uri = uriOf(origin) ?? vscode.window.activeTextEditor?.document.uri;
    if (uri?.scheme !== 'file') {
      void inform(t('There is no folder on this machine to start a session in.'));
      return undefined;
    }
    const { checkout, path, isFolder } = await this.place(uri);
    return { repo: checkout, subfolder: isFolder ? path : path.split('/').slice(0, -1).join('/') };
  }

  /** About what is selected in the editor in front, or about its file. */
  async selection(): Promise<Given | undefined> {
    const editor = vscode.window.activeTextEditor;
    if (editor?.document.uri.scheme !== 'file') {
      void inform(t('Open a file of the repository first.'));
      return undefined;
    }
    const { document, selection } = editor;
    return this.about(document.uri, (path) => {
      if (selection.isEmpty) return aboutFile(path);
      const code = document.getText(selection);
      return aboutSelection(path, selection.start.line + 1, selection.end.line + 1, document.languageId, code);
    });
  }

  async found({ uri, line, problem, note }: Found): Promise<Given> {
    const given = await this.about(uri, (path) =>
      problem ? aboutProblem(path, line, problem.message, problem.source) : aboutTodo(path, line, note ?? ''),
    );
    return { ...given, instruction: problem ? t('Fix this problem.') : t('Do what this note says.') };
  }

  /** About what is selected in the terminal in front. VS Code tells that by the clipboard alone. */
  async terminal(): Promise<Given | undefined> {
    const before = await vscode.env.clipboard.readText();
    await vscode.env.clipboard.writeText('');
    await vscode.commands.executeCommand('workbench.action.terminal.copySelection');
    const output = await vscode.env.clipboard.readText();
    await vscode.env.clipboard.writeText(before);
    if (!output.trim()) {
      void inform(t('Select something in the terminal first.'));
      return undefined;
    }
    return { about: [aboutOutput(output, t('what the terminal shows'))] };
  }

  private async about(uri: vscode.Uri, made: (path: string) => About): Promise<Given> {
    const { checkout, path } = await this.place(uri);
    return { repo: checkout, about: [made(path)] };
  }

  private place(uri: vscode.Uri) {
    return this.client.request('repo/of', { path: uri.fsPath });
  }
}

function uriOf(origin: Origin): vscode.Uri | undefined {
  if (!origin) return undefined;
  return 'rootUri' in origin ? origin.rootUri : (origin as vscode.Uri);
}
