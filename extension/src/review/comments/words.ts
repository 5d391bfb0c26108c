/** What stands beside a comment. Pure. */
import type { Comment } from '../../protocol/protocol.ts';
import { joined, NAME, type Plain, plain } from '../../shared/plain.ts';
import type { Translate } from '../../shared/words.ts';

export function authorText({ author }: Comment, t: Translate): Plain {
  return author ? plain(author, NAME) : t('You');
}

export function stateText({ sent, resolved, outdated }: Comment, t: Translate): Plain {
  const state = resolved ? t('Resolved') : sent ? t('Sent') : t('Not sent yet');
  return joined([state, outdated && t('its lines have altered')]);
}

/** `comment;open;pending;` or `comment;resolved;`: what `when` clauses match. */
export function contextOf({ sent, resolved }: Comment): string {
  if (resolved) return 'comment;resolved;';
  return sent ? 'comment;open;' : 'comment;open;pending;';
}
