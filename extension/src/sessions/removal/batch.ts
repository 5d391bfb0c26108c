/** What is done to several sessions at once: asked for once, summed up, and one that fails stops no other. */
import type { Session } from '../../protocol/protocol.ts';
import { errorText } from '../../shared/errors.ts';
import { t } from '../../shared/l10n.ts';
import { confirm, fail, inform } from '../../shared/notices.ts';
import { NAME, type Plain, plain } from '../../shared/plain.ts';
import type { Client } from '../../sidecar/client.ts';
import type { Terminals } from '../../terminals/terminals.ts';
import { allRemovalText, allRunningText, failedText, meantText } from './batchWords.ts';

export class Batch {
  constructor(
    private readonly client: Client,
    private readonly terminals: Pick<Terminals, 'close'>,
  ) {}

  async pause(sessions: readonly Session[]): Promise<void> {
    await this.end(sessions, t('Pause {0} sessions?', sessions.length), t('Pause'), ({ id }) =>
      this.client.request('session/pause', { id }),
    );
  }

  async stop(sessions: readonly Session[]): Promise<void> {
    await this.end(sessions, t('Stop {0} sessions?', sessions.length), t('Stop'), ({ id }) =>
      this.client.request('session/stop', { id }),
    );
  }

  /** Nothing can be lost by it, so that nothing is asked. */
  async resume(sessions: readonly Session[]): Promise<void> {
    await this.each(sessions, ({ id }) => this.client.request('session/resume', { id }));
  }

  async remove(sessions: readonly Session[]): Promise<void> {
    const losses = await Promise.all(sessions.map(({ id }) => this.client.request('session/losses', { id })));
    const question = t('Remove {0} sessions?', sessions.length);
    const remove = t('Remove');
    if ((await confirm(question, [meantText(sessions, t), ...allRemovalText(losses, t)], remove)) !== remove) return;
    await this.removeChosen(sessions);
  }

  /** What goes with them was shown. */
  async removeChosen(sessions: readonly Session[]): Promise<void> {
    const removed = await this.each(sessions, async ({ id }) => {
      await this.client.request('session/remove', { id, force: true, keepBranch: false });
      this.terminals.close(id);
    });
    if (!removed.length) return;
    const undo = t('Undo');
    const [only] = removed;
    const said =
      only && removed.length === 1
        ? t('Removed “{0}”.', plain(only.name, NAME))
        : t('Removed {0} sessions.', removed.length);
    if ((await inform(said, undo)) !== undo) return;
    const gone = removed.filter(({ id }) => !this.client.sessions.get(id));
    await this.each(gone, ({ id }) => this.client.request('session/restore', { id }));
  }

  private async end(
    sessions: readonly Session[],
    question: Plain,
    yes: Plain,
    end: (session: Session) => Promise<unknown>,
  ): Promise<void> {
    const left = await Promise.all(sessions.map(({ id }) => this.client.request('session/processes', { id })));
    const running = allRunningText(left, t);
    const meaning = [meantText(sessions, t), ...(running === undefined ? [] : [running])];
    if ((await confirm(question, meaning, yes)) === yes) await this.each(sessions, end);
  }

  /** Those for which it was done; the others are told in one message. */
  private async each(sessions: readonly Session[], act: (session: Session) => Promise<unknown>): Promise<Session[]> {
    const failed: { name: string; why: Plain }[] = [];
    const done: Session[] = [];
    await Promise.all(
      sessions.map((session) =>
        act(session).then(
          () => done.push(session),
          (error) => failed.push({ name: session.name, why: errorText(error) }),
        ),
      ),
    );
    if (failed.length) void fail(failedText(failed, sessions.length, t));
    return done;
  }
}
