/** Keeps one session of several, after the user agreed to what that means; and puts all of it back. */
import type { Landing } from '../landing/landing.ts';
import type { Session } from '../protocol/protocol.ts';
import { t } from '../shared/l10n.ts';
import { briefly, confirm, during, inform, warn } from '../shared/notices.ts';
import { NAME, plain } from '../shared/plain.ts';
import type { Client } from '../sidecar/client.ts';
import type { Terminals } from '../terminals/terminals.ts';
import { keepMeaning, keptText, putBackText } from './keepWords.ts';

export class Keeping {
  constructor(
    private readonly client: Client,
    private readonly landing: Landing,
    private readonly terminals: Pick<Terminals, 'close'>,
  ) {}

  async keep(session: Session, others: readonly Session[]): Promise<void> {
    const name = plain(session.name, NAME);
    try {
      const plan = await this.landing.planned(session);
      if (!plan) return;
      const ids = others.map(({ id }) => id);
      // All of it lands or nothing is removed: what an agent is just at work on is kept when it rests.
      const { how, onto, message } = plan;
      const params = { id: session.id, others: ids, how, onto, message };
      const planned = await briefly(t('Looking at “{0}”…', name), () =>
        this.client.request('session/keep', { ...params, dryRun: true }),
      );
      const question =
        others.length === 1
          ? t('Keep “{0}” and remove the other session?', name)
          : t('Keep “{0}” and remove {1} other sessions?', name, others.length);
      const keep = t('Land and Remove Others');
      if ((await confirm(question, keepMeaning(session, others, how, planned, t), keep)) !== keep) return;
      const kept = await during(t('Landing “{0}” on {1}…', name, plain(onto, NAME)), () =>
        this.client.request('session/keep', params),
      );
      for (const id of kept.removed) this.terminals.close(id);
      const names = new Map(others.map((each) => [each.id, each.name]));
      const putBack = t('Put Back');
      const say = kept.failed ? warn : inform;
      const buttons = kept.removed.length ? [putBack] : [];
      const answer = await say(keptText(session.name, how, kept, names, t), ...buttons);
      if (answer === putBack) await this.putBack(session);
    } catch (error) {
      if (!(await this.landing.offered(session, error))) throw error;
    }
  }

  async putBack({ id }: Session): Promise<void> {
    const onto = this.client.sessions.get(id)?.landed?.onto ?? '';
    const back = await during(t('Putting back what was removed…'), () =>
      this.client.request('session/putBack', { id }),
    );
    const say = back.stays || back.failed.length ? warn : inform;
    void say(putBackText(back, onto, t));
  }
}
