/** Removing what may lose something: the sidecar refuses it first, and the user is shown what would go. */
import { errorData } from '../../shared/errors.ts';
import { t } from '../../shared/l10n.ts';
import { confirm } from '../../shared/notices.ts';
import type { Plain } from '../../shared/plain.ts';
import { type Loss, lossOf, removalText } from './removalWords.ts';

/** What would be lost, for which a removal was refused; undefined: it was carried out. Rejects when it failed otherwise. */
export async function refusedFor(removal: Promise<unknown>): Promise<Loss | undefined> {
  try {
    await removal;
    return undefined;
  } catch (error) {
    const data = errorData(error);
    if (data?.code !== 'DIRTY') throw error;
    return lossOf(data);
  }
}

/** The button that was chosen; undefined when the user left. */
export async function confirmLoss(question: Plain, loss: Loss, buttons: Plain[]): Promise<Plain | undefined> {
  return confirm(question, [removalText(loss, t)], ...buttons);
}
