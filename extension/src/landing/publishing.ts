/** A session's work goes elsewhere: some files into the main checkout, its branch to a remote, a pull request. */
import * as vscode from 'vscode';
import type { ApplyResult, PublishResult, Session } from '../protocol/protocol.ts';
import { linesInFront } from '../review/changeInFront.ts';
import { errorData } from '../shared/errors.ts';
import { t } from '../shared/l10n.ts';
import { during, inform, warn } from '../shared/notices.ts';
import { NAME, type Plain, plain } from '../shared/plain.ts';
import { ask, pick, pickSeveral, type Row, separator } from '../shared/quickInput.ts';
import { saveAt } from '../shared/saving.ts';
import { lineCounts } from '../shared/words.ts';
import type { Client } from '../sidecar/client.ts';
import { appliedText, commandText, pushedText, requestedText, undoneText } from './words.ts';

export class Publishing {
  constructor(private readonly client: Client) {}

  async apply(session: Session): Promise<void> {
    const { id } = session;
    const { files } = await this.client.request('session/changes', { id });
    const rows = files.map((file) => ({
      label: plain(file.path),
      description: lineCounts(file),
      value: [file.path, ...(file.oldPath ? [file.oldPath] : [])],
    }));
    const title = t('Apply to Workspace from “{0}”', plain(session.name, NAME));
    const picked = await pickSeveral(rows, { title, placeholder: t('Which files?'), chosen: () => true, stays: true });
    if (!picked?.length) return;
    const params = { id, files: [...new Set(picked.flat())] };
    await this.run(async () => {
      const { commands } = await this.client.request('session/apply', { ...params, dryRun: true });
      if (!(await agreed(title, t('Apply'), commands))) return;
      await saveAt(...params.files.map((file) => `${session.repo}/${file}`));
      await this.applied(session, await this.client.request('session/apply', params));
    });
  }

  /** The hunk that has the selection, in the diff editor in front. */
  async applyHunk(): Promise<void> {
    const shown = await linesInFront(this.client);
    if (!shown) return;
    const { session, file, first, last } = shown;
    const files = [file.path, ...(file.oldPath ? [file.oldPath] : [])];
    await saveAt(...files.map((each) => `${session.repo}/${each}`));
    await this.applied(session, await this.client.request('session/apply', { id: session.id, files, first, last }));
  }

  private async applied({ id }: Session, told: ApplyResult): Promise<void> {
    const undo = t('Undo');
    if ((await inform(appliedText(told, t), undo)) !== undo) return;
    const { oldTree, newTree, folder } = told;
    await saveAt(...told.files.map((file) => `${folder}/${file}`));
    const { kept } = await this.client.request('session/undoApply', { id, oldTree, newTree });
    void (kept.length ? warn : inform)(undoneText(kept, t));
  }

  async push(session: Session): Promise<void> {
    const { id } = session;
    await this.run(async () => {
      const { commands, branch, address } = await this.client.request('session/push', { id, dryRun: true });
      const title = t('Push {0} to {1}', plain(branch, NAME), plain(address));
      if (!(await agreed(title, t('Push'), commands))) return;
      void inform(pushedText(await during(title, () => this.client.request('session/push', { id })), t));
    });
  }

  async createPullRequest(session: Session): Promise<void> {
    const { id, name } = session;
    const title = await ask({
      title: t('Create Pull Request for “{0}”', plain(name, NAME)),
      prompt: t('Its title. What is committed is pushed first.'),
      value: session.title || name,
      stays: true,
    });
    if (!title?.trim()) return;
    await this.run(async () => {
      const params = { id, title, text: '' };
      const { commands, address } = await this.client.request('session/createPullRequest', { ...params, dryRun: true });
      const question = t('Create Pull Request at {0}', plain(address));
      if (!(await agreed(question, t('Create Pull Request'), commands))) return;
      await this.tell(await during(question, () => this.client.request('session/createPullRequest', params)));
    });
  }

  private async tell(told: PublishResult): Promise<void> {
    const open = t('Open in Browser');
    const answer = await inform(requestedText(told, t), ...(told.url ? [open] : []));
    if (answer === open && told.url) await vscode.commands.executeCommand('vscode.open', vscode.Uri.parse(told.url));
  }

  /** The log has the commands of what fails. */
  private async run(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const commands = errorData(error)?.['commands'];
      if (Array.isArray(commands)) for (const command of commands) this.client.log.info(`It was: ${command}`);
      throw error;
    }
  }
}

async function agreed(title: Plain, yes: Plain, commands: readonly string[]): Promise<boolean> {
  const rows: Row<true>[] = [
    { label: yes, value: true },
    separator(t('What git will run')),
    ...commands.map((command) => ({ label: commandText(command) })),
  ];
  return (await pick(rows, { title, placeholder: t('Nothing has been done yet.'), stays: true })) ?? false;
}
