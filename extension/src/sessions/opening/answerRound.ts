/** Answering from anywhere: who waits longest asks first, the next one follows at once, and the editor stays in front. */
import type { AutoYesActions } from '../../autoYes/actions.ts';
import type { AlwaysSo } from '../../autoYes/alwaysSo.ts';
import { whyYou } from '../../autoYes/words.ts';
import type { Answering } from '../../prompts/answering.ts';
import type { Session } from '../../protocol/protocol.ts';
import { t } from '../../shared/l10n.ts';
import { inform } from '../../shared/notices.ts';
import type { Client } from '../../sidecar/client.ts';
import { Round } from './round.ts';

export class AnswerRound {
  private isOpen = false;

  constructor(
    private readonly client: Client,
    private readonly answering: Answering,
    private readonly autoYes: AutoYesActions,
    private readonly alwaysSo: AlwaysSo,
  ) {}

  /** All that wait, one after the other, until the user leaves. */
  async all(): Promise<void> {
    if (this.isOpen) return;
    this.isOpen = true;
    try {
      await this.goRound();
    } finally {
      this.isOpen = false;
    }
  }

  private async goRound(): Promise<void> {
    const round = new Round();
    let next = round.next(this.client.sessions.all());
    if (!next) void inform(t('No session waits for you.'));
    for (; next; next = round.next(this.client.sessions.all())) {
      const { session, at, of } = next;
      const outcome = await this.answering.choose(session, { why: whyYou(session, t), place: { at, of } });
      if (outcome === 'left' || outcome === 'terminal') return;
      if (outcome === 'allow') await this.autoYes.allowNext(session);
      else if (outcome === 'always') await this.always(session);
      else round.pass(session);
    }
  }

  /** This one alone. */
  async one(session: Session): Promise<void> {
    const outcome = await this.answering.choose(session, { why: whyYou(session, t) });
    if (outcome === 'allow') await this.autoYes.allowNext(session);
    else if (outcome === 'always') await this.always(session);
  }

  /** Whether questions of this one get common answers. Either word ends a pause of theirs. */
  async setCommon({ id }: Session, answers: boolean): Promise<void> {
    await this.client.request('session/update', { id, answers });
  }

  /** A common answer, from what this one asks. */
  async always(session: Session): Promise<void> {
    await this.alwaysSo.choose(session);
  }
}
