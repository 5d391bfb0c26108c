/**
 * Shows what sessions need the user for, when the sidecar says that this window shall. What was settled meanwhile,
 * in another window or by the agent, does nothing any more when it is pressed, and says so.
 */
import * as vscode from 'vscode';
import type { AutoYesActions } from '../autoYes/actions.ts';
import { isPaused, whyYou } from '../autoYes/words.ts';
import type { Answering } from '../prompts/answering.ts';
import { wayToAnswer } from '../prompts/asked.ts';
import type { Need, Session } from '../protocol/protocol.ts';
import type { Opening } from '../sessions/opening/opening.ts';
import { t } from '../shared/l10n.ts';
import { inform, unattended, warn } from '../shared/notices.ts';
import { NAME, type Plain, plain } from '../shared/plain.ts';
import { hasWorktree, LIVE } from '../shared/sessionFacts.ts';
import type { Client } from '../sidecar/client.ts';
import { type Needing, needsText, stands } from './needWords.ts';

type Action = readonly [button: Plain, run: (session: Session) => Promise<unknown>];

/** What the buttons do. */
interface Parts {
  client: Client;
  answering: Answering;
  autoYes: AutoYesActions;
  opening: Opening;
}

export class AttentionNotices implements vscode.Disposable {
  /** What was told in this window and is needed still. */
  private readonly told = new Map<string, Need>();
  private readonly subscription: vscode.Disposable;

  constructor(private readonly parts: Parts) {
    const { client } = parts;
    this.subscription = vscode.Disposable.from(
      client.onDidNeedAttention((needs) => unattended(this.tell(needs), client.log)),
      client.sessions.onDidChange(() => this.forget()),
      client.onDidChangeState((state) => {
        // Another sidecar does not know what the one before had told.
        if (state === 'running' && this.told.size) client.tell('window/didSee', { needs: [...this.told.keys()] });
      }),
    );
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private forget(): void {
    for (const [id, need] of this.told) if (!stands(need, this.now(need))) this.told.delete(id);
  }

  private now({ session }: Need): Session | undefined {
    return this.parts.client.sessions.get(session);
  }

  private async tell(needs: readonly Need[]): Promise<void> {
    const needing = needs.flatMap((need): Needing[] => {
      const session = this.now(need);
      return session && stands(need, session) ? [{ need, session }] : [];
    });
    const [first] = needing;
    if (!first) return;
    for (const { need } of needing) this.told.set(need.id, need);
    const message = needsText(needing, new Date(), t);
    const actions = needing.length === 1 ? this.actions(first) : this.actionsOfSeveral(needing);
    const show = needing.some(({ need }) => need.kind === 'failed') ? warn : inform;
    const chosen = await show(message, ...actions.map(([button]) => button));
    this.parts.client.tell('window/didSee', { needs: needing.map(({ need }) => need.id) });
    const action = actions.find(([button]) => button === chosen);
    if (action) await this.run(needing, action);
  }

  /** For the first that still needs it. */
  private async run(needing: readonly Needing[], [, run]: Action): Promise<void> {
    const standing = needing.find(({ need }) => stands(need, this.now(need)));
    const session = standing && this.now(standing.need);
    if (session) await run(session);
    else void inform(settled(needing));
  }

  private actions({ need, session }: Needing): Action[] {
    const open: Action = [t('Open Terminal'), (now) => this.parts.opening.session(now)];
    const show: Action = [t('Show Session'), (now) => this.parts.opening.session(now)];
    const look = LIVE.has(session.status) ? open : show;
    if (need.kind === 'waiting') return [...this.answers(session), open, ...this.widen(session)];
    const changed = need.kind === 'finished' && hasWorktree(session) && session.changes.files > 0;
    return changed ? [[t('Open Changes'), (now) => this.parts.opening.changes(now)], look] : [look];
  }

  private actionsOfSeveral(needing: readonly Needing[]): Action[] {
    const waits = needing.find(({ need }) => need.kind === 'waiting');
    const go: Action = [t('Go to the First'), (now) => this.parts.opening.session(now)];
    return waits && waits === needing[0] ? [go, ...this.answers(waits.session)] : [go];
  }

  private answers(session: Session): Action[] {
    const { answering } = this.parts;
    return wayToAnswer(session.prompt) === 'terminal' ? [] : [[t('Answer…'), (now) => answering.choose(now)]];
  }

  /** Where auto-yes left it. */
  private widen(session: Session): Action[] {
    const { autoYes } = this.parts;
    if (!whyYou(session, t)) return [];
    if (isPaused(session)) return [[t('Auto-yes…'), (now) => autoYes.choose(now)]];
    return [[t('Allow This Next Time…'), (now) => autoYes.allowNext(now)]];
  }
}

function settled(needing: readonly Needing[]): Plain {
  const [only] = needing;
  if (needing.length > 1 || !only) return t('They were all answered meanwhile.');
  const name = plain(only.session.name, NAME);
  if (only.need.kind === 'waiting') return t('“{0}” was answered meanwhile.', name);
  return t('“{0}” does not need you any more.', name);
}
