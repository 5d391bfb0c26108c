/**
 * Asks whether a repository's own scripts may run, with all that these are beside the question. By itself only in the
 * window of that repository, while the user is in it, and once for each text; the session's row says so all the time.
 */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Script, Session } from '../protocol/protocol.ts';
import { fileName } from '../shared/drafts.ts';
import { openDiff } from '../shared/draw.ts';
import { showError } from '../shared/errors.ts';
import { t } from '../shared/l10n.ts';
import { inform, unattended } from '../shared/notices.ts';
import { NAME, type Plain, plain } from '../shared/plain.ts';
import type { Client } from '../sidecar/client.ts';
import { approvalQuestion, isUnapproved, scriptsText } from './approvalWords.ts';

const SCHEME = 'branchline-script';

/** Where scripts are read, and what that is called. */
interface Place {
  path: string;
  name: string;
}

export class Approving implements vscode.Disposable {
  /** What is shown, by URI, as long as it is open. */
  private readonly texts = new Map<string, string>();
  /** The digests that were asked about in this window. */
  private readonly told = new Set<string>();
  private readonly subscription: vscode.Disposable;

  constructor(private readonly client: Client) {
    this.subscription = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
        provideTextDocumentContent: (uri) =>
          this.texts.get(uri.toString()) ?? t('This was shown before the window was reloaded.'),
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.texts.delete(uri.toString())),
      client.sessions.onDidChange(() => this.look()),
      vscode.window.onDidChangeWindowState(() => this.look()),
    );
  }

  dispose(): void {
    this.subscription.dispose();
  }

  async ofSession(session: Session): Promise<void> {
    this.told.add(session.setupWaits?.digest ?? '');
    await this.ask({ path: session.worktree, name: session.name }, t('Approve and Run'));
  }

  async ofRepository(root: string): Promise<void> {
    await this.ask({ path: root, name: path.basename(root) }, t('Approve'));
  }

  /** A text that nobody can change. */
  async show(title: Plain, text: string): Promise<void> {
    const document = await vscode.workspace.openTextDocument(this.keep(title, text));
    await vscode.window.showTextDocument(document, { preview: true, ...beside() });
  }

  private look(): void {
    if (!vscode.window.state.focused) return;
    for (const session of this.client.sessions.all()) {
      const digest = session.setupWaits?.digest;
      // Its terminal is there by then, and is not hidden.
      const isComing = session.status === 'starting' || session.status === 'queued';
      if (digest === undefined || isComing || this.told.has(digest) || !isHere(session)) continue;
      this.told.add(digest);
      unattended(this.ofSession(session), this.client.log);
    }
  }

  private async ask({ path: place, name }: Place, approve: Plain): Promise<void> {
    const { scripts } = await this.client.request('project/scripts', { path: place });
    const waiting = scripts.filter(isUnapproved);
    if (!waiting.length) {
      void inform(t('No script of “{0}” waits for your approval.', plain(name, NAME)));
      return;
    }
    await this.showScripts(name, waiting);
    const never = t('Never for This Repository');
    const answer = await inform(approvalQuestion(name, waiting, t), approve, t('Not Now'), never);
    try {
      if (answer === never) await this.client.request('project/declineScript', { path: place });
      if (answer !== approve) return;
      for (const { digest } of waiting) await this.client.request('project/approveScript', { path: place, digest });
    } catch (error) {
      void showError(error, this.client.log);
    }
  }

  /** Beside what was approved last, where that was something. */
  private async showScripts(name: string, scripts: readonly Script[]): Promise<void> {
    const title = t('Scripts of {0}', plain(name, NAME));
    const now = scriptsText(scripts, ({ text }) => text, t);
    if (scripts.every(({ before }) => before === null)) return this.show(title, now);
    const before = scriptsText(scripts, (script) => script.before ?? '', t);
    const approved = this.keep(t('Approved Scripts of {0}', plain(name, NAME)), before);
    await openDiff(approved, this.keep(title, now), t('{0} (What Changed)', title), beside());
  }

  private keep(title: Plain, text: string): vscode.Uri {
    const query = `${[...this.texts.keys()].length}.${Date.now()}`;
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${fileName(title, '.sh')}`, query });
    this.texts.set(uri.toString(), text);
    return uri;
  }
}

/** What is to be read hides no terminal, and takes no key that was meant for one. */
function beside() {
  const inFront = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const isTerminal = inFront instanceof vscode.TabInputTerminal;
  return { preserveFocus: true, viewColumn: isTerminal ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active };
}

/** Its repository, or its worktree, is what this window has open. */
function isHere({ repo, worktree }: Session): boolean {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return folders.some(({ uri }) => [repo, worktree].some((place) => `${uri.fsPath}/`.startsWith(`${place}/`)));
}
