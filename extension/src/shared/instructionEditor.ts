/**
 * An editor tab for what is too long for a line: an instruction, or an answer. It is written there in peace and goes off
 * by Send. Until then it is a draft, which is there again after a reload, and after a tab that was closed by mistake.
 */
import * as vscode from 'vscode';
import { below, type Destination, Drafts, destinationOf, fileName, queryOf } from './drafts.ts';
import { t } from './l10n.ts';
import { inform } from './notices.ts';
import type { Plain } from './plain.ts';
import { type Button, button } from './quickInput.ts';

const SCHEME = 'branchline-text';

/** How often a text is put into a tab in which somebody types. */
const TRIES = 20;

/** For an input in which the text may become too long. */
export function inEditorTab(): Button {
  return button('go-to-file', t('Write in an Editor Tab'));
}

/** Takes a text that was sent. False: it was not taken, and the tab stays as it is. */
export type Take = (text: string, target: string) => Promise<boolean>;

export class InstructionEditor implements vscode.FileSystemProvider, vscode.Disposable {
  private readonly takers = new Map<string, Take>();
  private readonly drafts: Drafts;
  private readonly sending = new Set<string>();
  private readonly changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.changed.event;
  private readonly subscription: vscode.Disposable;

  constructor(memory: vscode.Memento) {
    this.drafts = new Drafts(memory);
    this.subscription = vscode.Disposable.from(
      this.changed,
      vscode.workspace.registerFileSystemProvider(SCHEME, this, { isCaseSensitive: true }),
    );
  }

  dispose(): void {
    this.subscription.dispose();
  }

  /** Who takes what is written for this purpose. Tabs outlive a reload, so it is said once, when the window opens. */
  takes(purpose: string, take: Take): void {
    this.takers.set(purpose, take);
  }

  /** Opens the tab, with the draft that is there; `text` stands below it. `name` is the tab's. */
  async write(to: Destination, name: Plain, text = ''): Promise<void> {
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${fileName(name)}`, query: queryOf(to) });
    const isOpen = vscode.workspace.textDocuments.some((each) => each.uri.toString() === uri.toString());
    // It stands there when the tab opens: what is typed into that at once cannot come between.
    if (!isOpen) await this.drafts.write(to, below(this.drafts.read(to)?.text ?? '', text), Date.now());
    const document = await vscode.workspace.openTextDocument(uri);
    const end = () => document.lineAt(document.lineCount - 1).range.end;
    const selection = new vscode.Selection(end(), end());
    const editor = await vscode.window.showTextDocument(document, { preview: false, selection });
    // VS Code refuses an edit of a text that was altered meanwhile.
    for (let tries = 0; isOpen && tries < TRIES; tries++) {
      const before = document.getText();
      const added = below(before, text).slice(before.length);
      if (!added || (await editor.edit((edit) => edit.insert(end(), added)))) return;
    }
  }

  /** Sends what stands in the tab in front, and closes that once it is taken. */
  async send(): Promise<void> {
    const document = vscode.window.activeTextEditor?.document;
    if (document?.uri.scheme !== SCHEME) return;
    const key = document.uri.toString();
    if (this.sending.has(key)) return;
    const text = document.getText().trimEnd();
    if (!text.trim()) {
      void inform(t('There is nothing to send: write something first.'));
      return;
    }
    this.sending.add(key);
    try {
      const { purpose, target } = destinationOf(document.uri.query);
      if (await this.takers.get(purpose)?.(text, target)) await this.close(document);
    } finally {
      this.sending.delete(key);
    }
  }

  /** What is saved asks nothing when it is closed. */
  private async close(document: vscode.TextDocument): Promise<void> {
    const { uri } = document;
    await document.save();
    await this.drafts.write(destinationOf(uri.query), '', Date.now());
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    const isOurs = ({ input }: vscode.Tab) =>
      input instanceof vscode.TabInputText && input.uri.toString() === uri.toString();
    await vscode.window.tabGroups.close(tabs.filter(isOurs));
    // VS Code keeps a text for a while after its tab is gone.
    this.changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
  }

  // ---------------------------------------------------------------- the files that VS Code reads and saves

  stat({ query }: vscode.Uri): vscode.FileStat {
    const draft = this.drafts.read(destinationOf(query));
    const size = Buffer.byteLength(draft?.text ?? '');
    return { type: vscode.FileType.File, ctime: 0, mtime: draft?.at ?? 0, size };
  }

  readFile({ query }: vscode.Uri): Uint8Array {
    return Buffer.from(this.drafts.read(destinationOf(query))?.text ?? '');
  }

  writeFile({ query }: vscode.Uri, content: Uint8Array): Promise<void> {
    return this.drafts.write(destinationOf(query), Buffer.from(content).toString(), Date.now());
  }

  watch(): vscode.Disposable {
    return vscode.Disposable.from();
  }

  readDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.FileNotFound(uri);
  }

  createDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }
}
