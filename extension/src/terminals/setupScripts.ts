/** Set-up and teardown scripts: running one again, ending it, what it printed, and that it failed. */
import * as vscode from 'vscode';
import type { DidFail, ScriptKind, Session } from '../protocol/protocol.ts';
import { fileName } from '../shared/drafts.ts';
import { createTerminal } from '../shared/draw.ts';
import { errorText } from '../shared/errors.ts';
import { t } from '../shared/l10n.ts';
import { unattended, warn } from '../shared/notices.ts';
import type { Client } from '../sidecar/client.ts';
import { isSettingUp, logText, logTitle, scriptFailedText } from './setupWords.ts';

const SCHEME = 'branchline-script-log';

type Of = Pick<Session, 'id' | 'name'>;

export class SetupScripts implements vscode.Disposable, vscode.TextDocumentContentProvider {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  /** By session, the document of its set-up script as long as it is open, and how that stood. */
  private readonly open = new Map<string, { uri: vscode.Uri; stood: string }>();
  private readonly subscription: vscode.Disposable;

  constructor(private readonly client: Client) {
    this.subscription = vscode.Disposable.from(
      this.changed,
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
      client.scriptFailures.add((failed) => unattended(this.tellFailed(failed), client.log)),
      client.sessions.onDidChange((session) => session && this.look(session)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        if (uri.scheme === SCHEME) this.open.delete(uri.query);
      }),
    );
  }

  dispose(): void {
    this.subscription.dispose();
  }

  async run({ id }: Of): Promise<void> {
    await this.client.request('setup/run', { id });
  }

  async cancel({ id }: Of): Promise<void> {
    await this.client.request('setup/cancel', { id });
  }

  /** While it runs its own terminal, in which it goes on; else what it printed last. */
  async showLog({ id, name }: Of, kind: ScriptKind = 'setup'): Promise<void> {
    const { watch } = await this.client.request('setup/log', { id, kind });
    const title = logTitle(kind, name, t);
    const [shellPath, ...shellArgs] = watch ?? [];
    if (shellPath) {
      createTerminal(title, { shellPath, shellArgs, iconPath: new vscode.ThemeIcon('gear'), isTransient: true }).show();
      return;
    }
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${fileName(title, '')}`, query: id, fragment: kind });
    const isOpen = vscode.workspace.textDocuments.some((document) => document.uri.toString() === uri.toString());
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
    if (isOpen) this.changed.fire(uri);
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const { query: id, fragment } = uri;
    if (fragment === 'setup') this.open.set(id, { uri, stood: stands(this.client.sessions.get(id)) });
    try {
      const kind = fragment === 'teardown' ? 'teardown' : 'setup';
      return logText((await this.client.request('setup/log', { id, kind })).lines, t);
    } catch (error) {
      return errorText(error);
    }
  }

  private look(session: Session): void {
    const shown = this.open.get(session.id);
    if (!shown || shown.stood === stands(session)) return;
    shown.stood = stands(session);
    this.changed.fire(shown.uri);
  }

  private async tellFailed(failed: DidFail): Promise<void> {
    const show = t('Show Log');
    const again = t('Retry');
    const buttons = failed.kind === 'setup' ? [show, again] : [show];
    const answer = await warn(scriptFailedText(failed, t), ...buttons);
    if (answer === show) await this.showLog(failed, failed.kind);
    const session = this.client.sessions.get(failed.id);
    if (answer === again && session && !isSettingUp(session)) await this.run(failed);
  }
}

function stands(session: Session | undefined): string {
  return session?.setup?.status ?? '';
}
