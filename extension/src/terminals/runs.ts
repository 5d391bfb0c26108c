/** What the user runs in sessions' worktrees: started, shown in a terminal of its own, previewed, ended. */
import * as vscode from 'vscode';
import type { AttachResult, Session } from '../protocol/protocol.ts';
import { fileName } from '../shared/drafts.ts';
import { createTerminal } from '../shared/draw.ts';
import { errorData, errorText } from '../shared/errors.ts';
import { t } from '../shared/l10n.ts';
import { inform, unattended, warn } from '../shared/notices.ts';
import { NAME, plain, visible } from '../shared/plain.ts';
import type { Client } from '../sidecar/client.ts';
import { failedText, gaveWayText, isRun, previewUrl } from './runWords.ts';

const SCHEME = 'branchline-run';
/** VS Code's own browser. */
const BROWSER = 'simpleBrowser.show';

export class Runs implements vscode.Disposable, vscode.TextDocumentContentProvider {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private readonly open = new Map<string, vscode.Terminal>();
  /** Those that were started from this window, by session. */
  private readonly begun = new Set<string>();
  private readonly subscription: vscode.Disposable;

  constructor(private readonly client: Client) {
    this.subscription = vscode.Disposable.from(
      this.changed,
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
      vscode.window.onDidCloseTerminal((closed) => {
        for (const [id, terminal] of this.open) if (terminal === closed) this.open.delete(id);
      }),
      client.sessions.onDidChange((session) => {
        if (session) this.altered(session);
        if (client.state !== 'running') return;
        for (const id of [...this.open.keys()]) if (!client.sessions.get(id)) this.close(id);
      }),
    );
  }

  dispose(): void {
    this.subscription.dispose();
  }

  /** Where it runs already it is shown. */
  async run(session: Session): Promise<void> {
    const { id } = session;
    if (isRun(session)) return this.show(session);
    const ended = await this.begin(id);
    if (!ended) return;
    this.begun.add(id);
    this.close(id);
    const names = ended.flatMap((each) => this.client.sessions.get(each)?.name ?? []);
    if (names.length) void inform(gaveWayText(names, t));
    await this.show(this.client.sessions.get(id) ?? session);
  }

  /** The ids of the sessions whose run gave way; undefined: the user did not approve of what would run. */
  private async begin(id: string): Promise<string[] | undefined> {
    try {
      return (await this.client.request('session/run', { id })).ended;
    } catch (error) {
      if (errorData(error)?.code !== 'NOT_APPROVED') throw error;
    }
    await vscode.commands.executeCommand('branchline.approveSetup', { kind: 'session', id });
    try {
      return (await this.client.request('session/run', { id })).ended;
    } catch (error) {
      if (errorData(error)?.code !== 'NOT_APPROVED') throw error;
      return undefined;
    }
  }

  async end({ id }: Session): Promise<void> {
    this.begun.delete(id);
    await this.client.request('session/endRun', { id });
  }

  /** Its terminal; where it has ended, and that is closed, what it printed. */
  async show(session: Session): Promise<void> {
    const { id, name } = session;
    const known = this.open.get(id);
    if (known && known.exitStatus === undefined) {
      known.show();
      return;
    }
    const attached = await this.attach(id);
    if (!attached) {
      const path = `/${fileName(t('Output of {0}', plain(name, NAME)), '')}`;
      const uri = vscode.Uri.from({ scheme: SCHEME, path, query: id });
      this.changed.fire(uri);
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
      return;
    }
    const { command, cwd } = attached;
    const [shellPath, ...shellArgs] = command;
    if (!shellPath) return;
    const iconPath = new vscode.ThemeIcon('play');
    const terminal = createTerminal(t('Run: {0}', plain(name, NAME)), {
      shellPath,
      shellArgs,
      cwd,
      iconPath,
      isTransient: true,
    });
    this.open.set(id, terminal);
    terminal.show();
  }

  /** undefined: it has ended, longer ago than its terminal is kept. */
  private async attach(id: string): Promise<AttachResult | undefined> {
    try {
      return await this.client.request('session/attachRun', { id });
    } catch (error) {
      if (errorData(error)?.code !== 'NOT_RUNNING') throw error;
      return undefined;
    }
  }

  /** In VS Code's own browser, where there is one; a window to another machine reaches it by a forwarded port. */
  async preview(session: Session): Promise<void> {
    const url = previewUrl(session);
    if (url === undefined) {
      void inform(t('Nothing that runs in “{0}” listens on this machine yet.', plain(session.name, NAME)));
      return;
    }
    const uri = vscode.Uri.parse(url, true);
    const own = (await vscode.commands.getCommands(true)).includes(BROWSER);
    if (own)
      await vscode.commands.executeCommand('simpleBrowser.show', (await vscode.env.asExternalUri(uri)).toString(true));
    else await vscode.env.openExternal(uri);
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    try {
      const { lines } = await this.client.request('session/runOutput', { id: uri.query });
      return lines.map((line) => visible(line)).join('\n') || t('Nothing was printed.');
    } catch (error) {
      return errorText(error);
    }
  }

  private altered(session: Session): void {
    const { id, run } = session;
    if (isRun(session) || !this.begun.delete(id) || run?.status !== 'failed' || this.open.has(id)) return;
    unattended(this.tellFailed(session), this.client.log);
  }

  private async tellFailed(session: Session): Promise<void> {
    const show = t('Show Output');
    if ((await warn(failedText(session, t), show)) === show) await this.show(session);
  }

  /** What an earlier one left in its terminal, or a session that is gone. */
  private close(id: string): void {
    this.open.get(id)?.dispose();
    this.open.delete(id);
  }
}
