/** Going through what is new to the user, file by file, over all sessions. */
import type { FileChange, Session } from '../../protocol/protocol.ts';
import * as diff from '../../review/diff.ts';
import { fileInFront } from '../../review/fileInFront.ts';
import type { Marking } from '../../review/marking.ts';
import { nextUnreviewed, type Place } from '../../review/reviewQueue.ts';
import { t } from '../../shared/l10n.ts';
import { inform } from '../../shared/notices.ts';
import { NAME, plain } from '../../shared/plain.ts';
import { hasWorktree } from '../../shared/sessionFacts.ts';
import type { Client } from '../../sidecar/client.ts';
import type { Looked } from '../../sidecar/looked.ts';
import { inOrder } from '../rows/order.ts';

export class ReviewRound {
  constructor(
    private readonly client: Client,
    private readonly marking: Marking,
    private readonly looked: Looked,
  ) {}

  /** The next file that is new; `only` in this session. */
  async next(only?: Session, from = fileInFront()): Promise<void> {
    const sessions = only ? [only] : inOrder(this.client.sessions.all().filter(hasWorktree));
    const found = await this.client.request('review/unreviewed', { ids: sessions.map(({ id }) => id) });
    const next = nextUnreviewed(found.sessions, from);
    const session = next && this.client.sessions.get(next.id);
    if (!next || !session) {
      void inform(
        only
          ? t('You have looked at all changes of “{0}”.', plain(only.name, NAME))
          : t('You have looked at all changes of all sessions.'),
      );
      return;
    }
    this.looked.at(session.id);
    await diff.openSinceReview(session, next.file);
  }

  /** The file in front is marked, and the next one comes. */
  async markAndNext(): Promise<void> {
    const front = fileInFront();
    const session = front && this.client.sessions.get(front.session);
    if (!front || !session) return this.next();
    const changed = await this.changed(session, front);
    if (changed) await this.marking.mark(session, [changed.path]);
    await this.next(undefined, front);
  }

  /** All of a session that is new, in one editor. */
  async since(session: Session): Promise<void> {
    const { sessions } = await this.client.request('review/unreviewed', { ids: [session.id] });
    const files = sessions[0]?.files ?? [];
    if (!files.length) return this.next(session);
    this.looked.at(session.id);
    await diff.openAllSinceReview(session, files);
  }

  private async changed({ id, changes }: Session, { file }: Place): Promise<FileChange | undefined> {
    const { files } = await this.client.request('session/changes', { id, tree: changes.tree });
    return files.find((each) => each.file === file);
  }
}
