/** Comments on both sides of a session's diffs: kept by the sidecar, sent to the agent when the user says so. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Comment, Session } from '../../protocol/protocol.ts';
import { CommentThreads } from '../../shared/commentThreads.ts';
import { showError } from '../../shared/errors.ts';
import { t } from '../../shared/l10n.ts';
import { inform } from '../../shared/notices.ts';
import { NAME, plain } from '../../shared/plain.ts';
import type { Client } from '../../sidecar/client.ts';
import { documentOf, fileOf } from './place.ts';
import { authorText, contextOf, stateText } from './words.ts';

interface Drawn {
  state: string;
  worktree: string;
  keys: ReadonlySet<string>;
}

export class Comments implements vscode.Disposable {
  private readonly threads: CommentThreads;
  private readonly drawn = new Map<string, Drawn>();
  private readonly subscriptions: vscode.Disposable[];

  constructor(private readonly client: Client) {
    this.threads = new CommentThreads('branchline', t('Branchline'), {
      prompt: t('Comment for the agent'),
      placeholder: t('It is sent together with the others, when you say so.'),
      takes: (uri) => fileOf(uri, client.sessions.all()) !== undefined,
    });
    this.subscriptions = [this.threads, client.sessions.onDidChange(() => this.refresh())];
  }

  dispose(): void {
    for (const each of this.subscriptions) each.dispose();
  }

  async add(given: unknown): Promise<void> {
    const written = this.threads.take(given);
    const file = written && fileOf(written.uri, this.client.sessions.all());
    if (!written || !file || !written.text.trim()) return;
    const { line, end, text } = written;
    const quote = await quoted(written.uri, line, end);
    await this.client.request('comment/add', {
      id: file.session.id,
      path: file.path,
      side: file.side,
      line,
      end,
      quote,
      text,
    });
  }

  edit(given: unknown): void {
    const key = this.threads.keyOf(given);
    if (key !== undefined) this.threads.edit(key, true);
  }

  async save(given: unknown): Promise<void> {
    await this.about(given, async (id, comment, key) => {
      const text = this.threads.textOf(key);
      this.threads.edit(key, false);
      await this.client.request('comment/edit', { id, comment, text });
    });
  }

  async cancel(given: unknown): Promise<void> {
    await this.about(given, async (id, _comment, key) => {
      this.threads.edit(key, false);
      await this.draw(id);
    });
  }

  async resolve(given: unknown, resolved: boolean): Promise<void> {
    await this.about(given, (id, comment) => this.client.request('comment/resolve', { id, comment, resolved }));
  }

  async delete(given: unknown): Promise<void> {
    await this.about(given, (id, comment) => this.client.request('comment/delete', { id, comment }));
  }

  /** The session of a thread; undefined where it is none. */
  sessionOf(given: unknown): Session | undefined {
    const [id] = this.threads.keyOf(given)?.split('\n') ?? [];
    return id === undefined ? undefined : this.client.sessions.get(id);
  }

  async send({ id, name }: Session): Promise<void> {
    const { status, pending } = await this.client.request('comment/send', { id });
    const to = plain(name, NAME);
    const isTyped = pending === 0 || status === 'working';
    const sent = isTyped
      ? t('The comments went to “{0}”.', to)
      : t('The comments wait until the agent of “{0}” is ready.', to);
    void inform(sent);
  }

  private async about(
    given: unknown,
    run: (id: string, comment: string, key: string) => Promise<unknown>,
  ): Promise<void> {
    const key = this.threads.keyOf(given);
    const [id, comment] = key?.split('\n') ?? [];
    if (key !== undefined && id !== undefined && comment !== undefined) await run(id, comment, key);
  }

  private refresh(): void {
    const sessions = this.client.sessions.all();
    for (const [id, { keys }] of this.drawn)
      if (!this.client.sessions.get(id)) {
        for (const key of keys) this.threads.drop(key);
        this.drawn.delete(id);
      }
    for (const { id, comments, worktree } of sessions) {
      const drawn = this.drawn.get(id);
      if ((drawn?.state ?? '') === comments.state && (drawn?.worktree ?? worktree) === worktree) continue;
      this.drawn.set(id, { state: comments.state, worktree, keys: drawn?.keys ?? new Set() });
      this.draw(id).catch((error) => showError(error, this.client.log));
    }
  }

  private async draw(id: string): Promise<void> {
    const { comments } = await this.client.request('comment/list', { id });
    const session = this.client.sessions.get(id);
    const drawn = this.drawn.get(id);
    if (!session || !drawn) return;
    const keys = new Set(comments.map((comment) => `${id}\n${comment.id}`));
    for (const key of drawn.keys) if (!keys.has(key)) this.threads.drop(key);
    for (const comment of comments) this.drawOne(session, comment);
    this.drawn.set(id, { ...drawn, keys });
  }

  private drawOne(session: Session, comment: Comment): void {
    this.threads.draw(`${session.id}\n${comment.id}`, {
      uri: documentOf(session, comment),
      line: comment.line,
      end: comment.end,
      text: comment.text,
      author: authorText(comment, t),
      label: stateText(comment, t),
      heading: t('{0} ({1})', plain(path.posix.basename(comment.path)), plain(session.name, NAME)),
      at: new Date(comment.at),
      isResolved: comment.resolved,
      context: contextOf(comment),
    });
  }
}

/** The lines as they are in the document, saved or not. */
async function quoted(uri: vscode.Uri, line: number, end: number): Promise<string> {
  const lines = (await vscode.workspace.openTextDocument(uri)).getText().split(/\r?\n/);
  return lines.slice(line - 1, end).join('\n');
}
