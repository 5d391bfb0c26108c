/** Checks sessions' work together: which, how far it is, and what came of it. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { CheckResult, Session } from '../../protocol/protocol.ts';
import { errorData, errorText } from '../../shared/errors.ts';
import { t } from '../../shared/l10n.ts';
import { cancellable, inform, warn } from '../../shared/notices.ts';
import { NAME, type Plain, plain } from '../../shared/plain.ts';
import { pick, pickSeveral } from '../../shared/quickInput.ts';
import { hasWorktree } from '../../shared/sessionFacts.ts';
import type { Client } from '../../sidecar/client.ts';
import { resultText, tryText } from './checkWords.ts';

export class Checking {
  constructor(private readonly client: Client) {}

  /** Of the repository of `session`, which is ticked then; else all that changed something are. */
  async choose(session?: Session): Promise<void> {
    const repo = session?.repo ?? (await this.repository());
    if (repo === undefined) return;
    const rows = this.candidates()
      .filter((each) => each.repo === repo)
      .map((each) => ({ label: plain(each.name, NAME), description: plain(each.title), value: each }));
    const chosen = await pickSeveral(rows, {
      title: t('Check Sessions Together'),
      placeholder: t('Whose work is to be merged and checked?'),
      chosen: (each) => (session ? each.id === session.id : each.changes.files > 0),
    });
    if (chosen?.length) await this.run(chosen);
  }

  async run(sessions: readonly Session[], withoutConflicts = false): Promise<void> {
    const ids = sessions.map(({ id }) => id);
    try {
      const result = await this.underWay(ids, withoutConflicts);
      // Nobody waits for what is done about it.
      void this.tell(result, sessions).catch((error) => this.client.log.warn(`After a check: ${error}`));
    } catch (error) {
      if (errorData(error)?.code !== 'NO_CHECK') throw error;
      const openSetting = t('Open Setting');
      if ((await warn(errorText(error), openSetting)) === openSetting)
        await vscode.commands.executeCommand('workbench.action.openSettings', 'branchline.check');
    }
  }

  /** Ends the check that runs, if one does. */
  async cancel(): Promise<void> {
    const running = this.client.sessions.all().filter(({ checked }) => checked?.state === 'running');
    if (!running.length) void inform(t('No check is under way.'));
    const repos = new Map(running.map((each) => [each.repo, each.id]));
    for (const id of repos.values()) await this.client.request('check/cancel', { id });
  }

  private underWay(ids: string[], withoutConflicts: boolean): Thenable<CheckResult> {
    const title = ids.length > 1 ? t('Checking {0} sessions together', ids.length) : t('Checking a session’s work');
    return cancellable(title, async (say, cancelled) => {
      const heard = this.client.checks.add((tried) => {
        if (tried.of.every((id) => ids.includes(id))) say(tryText(tried, this.client.sessions.nameOf, t));
      });
      const [id = ''] = ids;
      const ended = cancelled.onCancellationRequested(() => {
        this.client
          .request('check/cancel', { id })
          .catch((error) => this.client.log.warn(`The check was not cancelled: ${error}`));
      });
      try {
        return await this.client.request('check/run', { ids, withoutConflicts });
      } finally {
        heard.dispose();
        ended.dispose();
      }
    });
  }

  private async tell(result: CheckResult, sessions: readonly Session[]): Promise<void> {
    if (result.ending === 'cancelled') return;
    const { isGood, text } = resultText(result, this.client.sessions.nameOf, t);
    const openLog = t('Open Log');
    const showForecast = t('Show Forecast');
    const others = sessions.filter(({ id }) => result.green.includes(id));
    const rest = others.length === 1 ? t('Check the Other One') : t('Check the Other {0}', others.length);
    const isOffered = result.ending === 'conflicts' && others.length > 0;
    const buttons: Plain[] = [...(isOffered ? [rest] : []), ...(result.output ? [openLog] : []), showForecast];
    const chosen = await (isGood ? inform : warn)(text, ...buttons);
    if (chosen === rest) await this.run(others);
    else if (chosen === showForecast) await vscode.commands.executeCommand('branchline.mergeForecast');
    else if (chosen === openLog && result.output) await open(result.output);
  }

  private candidates(): Session[] {
    return this.client.sessions.all().filter(hasWorktree);
  }

  /** The only one that has sessions with files, or the one that is chosen. */
  private async repository(): Promise<string | undefined> {
    const repos = [...new Set(this.candidates().map(({ repo }) => repo))];
    if (!repos.length) void inform(t('There is no session for this.'));
    if (repos.length < 2) return repos[0];
    const rows = repos.map((repo) => ({
      label: plain(path.basename(repo), NAME),
      description: plain(repo),
      value: repo,
    }));
    return pick(rows, { title: t('Check Sessions Together'), placeholder: t('Of which repository?') });
  }
}

async function open(output: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(output));
  await vscode.window.showTextDocument(document, { preview: true });
}
