/** A repository that is not where it was: the user says where it is now, or takes a session of it off the list. */
import { errorData, errorText } from '../../shared/errors.ts';
import { chooseFolder } from '../../shared/fileDialogs.ts';
import { t } from '../../shared/l10n.ts';
import { confirm, inform } from '../../shared/notices.ts';
import { NAME, type Plain, plain } from '../../shared/plain.ts';
import type { Client } from '../../sidecar/client.ts';
import { runningText } from './processWords.ts';
import { forgottenText } from './removalWords.ts';

/** A session, or a removed one. */
interface Located {
  id: string;
  name: string;
}

export class Locating {
  constructor(private readonly client: Client) {}

  /** Whether the user named the folder. Rejects where it is not the session's repository. */
  async locate({ id, name }: Located): Promise<boolean> {
    const question = t('Where is the repository of “{0}” now?', plain(name, NAME));
    const folder = await chooseFolder(question, t('It Is Here'));
    if (!folder) return false;
    await this.client.request('session/locate', { id, path: folder.fsPath });
    return true;
  }

  /** Runs it, and again once the user has said where the repository is that it was refused for. */
  async withRepository<T>(session: Located, run: () => Promise<T>, canForget = false): Promise<T | undefined> {
    try {
      return await run();
    } catch (error) {
      if (errorData(error)?.code !== 'REPO_GONE') throw error;
      const locate = t('Locate Repository…');
      const forget = t('Take off the List');
      const question = t('The repository of “{0}” was not found.', plain(session.name, NAME));
      const buttons = canForget ? [locate, forget] : [locate];
      const left = canForget ? await this.left(session) : undefined;
      const answer = await confirm(question, [errorText(error), ...(left === undefined ? [] : [left])], ...buttons);
      if (answer === forget) await this.forget(session);
      if (answer !== locate || !(await this.locate(session))) return undefined;
      return run();
    }
  }

  /** What is ended with a session that is taken off the list. */
  private async left({ id }: Located): Promise<Plain | undefined> {
    return runningText(await this.client.request('session/processes', { id }), t);
  }

  private async forget({ id, name }: Located): Promise<void> {
    const { worktree } = await this.client.request('session/forget', { id });
    void inform(forgottenText(name, worktree, t));
  }
}
