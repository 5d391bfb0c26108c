/** Brings one session or several up to their base; where that conflicts nothing is changed, and ways on are offered. */
import type { OnConflict, Session, UpdateFromBaseResult, UpdateHow } from '../protocol/protocol.ts';
import { errorData, errorText } from '../shared/errors.ts';
import { t } from '../shared/l10n.ts';
import { inform, warn } from '../shared/notices.ts';
import { NAME, plain } from '../shared/plain.ts';
import { pick } from '../shared/quickInput.ts';
import type { Client } from '../sidecar/client.ts';
import { offers, outcomesText, outcomeText } from './updateWords.ts';

export class Updating {
  constructor(private readonly client: Client) {}

  async update(sessions: readonly Session[]): Promise<void> {
    const how = await askHow(sessions);
    if (!how) return;
    const [only, ...others] = sessions;
    if (only && !others.length) return this.one(only, how);
    let done = 0;
    for (const session of sessions) {
      const result = await this.tried(session, how);
      if (result) done += 1;
    }
    void inform(outcomesText(done, sessions.length, t));
  }

  private async one(session: Session, how: UpdateHow, conflicts: OnConflict = 'refuse'): Promise<void> {
    const result = await this.tried(session, how, conflicts);
    if (result) void inform(outcomeText(session, result, t));
  }

  /** undefined: it was not done, and why was said; nobody else waits for what is chosen then. */
  private async tried(
    session: Session,
    how: UpdateHow,
    conflicts: OnConflict = 'refuse',
  ): Promise<UpdateFromBaseResult | undefined> {
    try {
      return await this.client.request('session/updateFromBase', { id: session.id, how, conflicts });
    } catch (error) {
      this.client.log.warn(`${session.id}: not updated from its base: ${error}`);
      void this.refused(session, how, error);
      return undefined;
    }
  }

  private async refused(session: Session, how: UpdateHow, error: unknown): Promise<void> {
    const data = errorData(error);
    const ways = data?.code === 'BASE_CONFLICT' ? offers(session, how, data['committed'] !== false) : [];
    const words = { agent: t('Tell the Agent'), markers: t('Leave Conflict Markers') };
    const message = t('“{0}”: {1}', plain(session.name, NAME), errorText(error));
    const chosen = await warn(message, ...ways.map((way) => words[way]));
    const way = ways.find((each) => words[each] === chosen);
    if (way) await this.one(session, how, way);
  }
}

async function askHow(sessions: readonly Session[]): Promise<UpdateHow | undefined> {
  const [only, ...others] = sessions;
  const title =
    only && !others.length
      ? t('Update “{0}” from Its Base', plain(only.name, NAME))
      : t('Update {0} Sessions from Their Base', sessions.length);
  return pick<UpdateHow>(
    [
      { label: t('Merge'), detail: t('A commit joins the branch with its base.'), value: 'merge' },
      { label: t('Rebase'), detail: t('The branch’s own commits are made anew upon its base.'), value: 'rebase' },
    ],
    { title, placeholder: t('How? What is not committed comes along, and a snapshot is taken first.') },
  );
}
