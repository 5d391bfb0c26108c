/** The merge forecast: who would conflict with whom, in which files, and in what order they are landed. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Session } from '../../protocol/protocol.ts';
import { openNamed } from '../../shared/draw.ts';
import { t } from '../../shared/l10n.ts';
import { inform } from '../../shared/notices.ts';
import { NAME, plain } from '../../shared/plain.ts';
import { button, pickRow, type Row, separator } from '../../shared/quickInput.ts';
import type { Client } from '../../sidecar/client.ts';
import { firstConflict, mergedName, type Shown, sections } from './forecastWords.ts';

const SCHEME = 'branchline-merged';

/** Files as git would merge them, which nobody can change. What they are made of is part of their URIs. */
export class MergeForecast implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly registration: vscode.Disposable;

  constructor(private readonly client: Client) {
    this.registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);
  }

  dispose(): void {
    this.registration.dispose();
  }

  /** A chosen file is shown as git would merge it, a chosen session is opened, all are checked by a button. */
  async show(
    open: (session: Session) => Promise<unknown>,
    check: (sessions: readonly Session[]) => Promise<unknown>,
  ): Promise<unknown> {
    const repo = await this.repository();
    if (repo === undefined) return undefined;
    const { sessions } = this.client;
    const forecast = await this.client.request('session/forecast', { repo });
    const found = sections(forecast, sessions.nameOf, t);
    if (!found.length) return inform(t('No session has changes that could be landed.'));
    const rows = found.flatMap(({ title, rows: below }): Row<Shown>[] => [
      separator(title),
      ...below.map(({ shown, ...said }) => ({
        ...said,
        value: shown,
        iconPath: new vscode.ThemeIcon('file' in shown ? 'git-merge' : 'terminal'),
      })),
    ]);
    const placeholder = t('Choose a file to see how git would merge it, or a session to open it.');
    const buttons = [button('beaker', t('Check Them Together'))];
    const answer = await pickRow(rows, { title: t('Merge Forecast'), placeholder, buttons });
    if (answer?.button) return check(forecast.order.map((id) => sessions.get(id)).filter((each) => each !== undefined));
    const picked = answer?.value;
    if (!picked) return undefined;
    if ('file' in picked) return this.open(picked.id, picked.with, picked.file.path);
    const session = sessions.get(picked.id);
    return session && open(session);
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const query = new URLSearchParams(uri.query);
    const id = query.get('session') ?? '';
    const file = query.get('path') ?? '';
    const result = await this.client.request('session/mergedFile', { id, with: query.get('with'), path: file });
    if (result.missing) return t('Merged, there would be no file of this name: one side has renamed or deleted it.');
    return result.binary ? t('(binary file)') : (result.text ?? '');
  }

  private async open(id: string, other: string | null, file: string): Promise<unknown> {
    if (!file.isWellFormed()) {
      const name = plain(path.posix.basename(file));
      throw new Error(t('VS Code cannot open {0}: the file’s name is not in UTF-8.', name));
    }
    const query = new URLSearchParams({ session: id, path: file, of: this.made(id) });
    if (other !== null) {
      query.set('with', other);
      query.set('and', this.made(other));
    }
    const uri = vscode.Uri.from({ scheme: SCHEME, path: path.posix.join('/', file), query: query.toString() });
    const text = (await vscode.workspace.openTextDocument(uri)).getText();
    const { nameOf } = this.client.sessions;
    return openNamed(uri, mergedName(file, [id, other], nameOf, t), firstConflict(text));
  }

  private made(id: string): string {
    return this.client.sessions.get(id)?.changes.tree ?? '';
  }

  /** The only one that has sessions, or the one that is chosen. */
  private async repository(): Promise<string | undefined> {
    const repos = [...new Set(this.client.sessions.all().map(({ repo }) => repo))];
    if (repos.length < 2) return repos[0] ?? this.none();
    const rows = repos.map((repo) => ({
      label: plain(path.basename(repo), NAME),
      description: plain(repo),
      value: repo,
    }));
    return (await pickRow(rows, { title: t('Merge Forecast'), placeholder: t('Of which repository?') }))?.value;
  }

  private none(): undefined {
    void inform(t('There is no session for this.'));
  }
}
