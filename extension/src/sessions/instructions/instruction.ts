/** What the user says to agents: to one, or to several at once; a line, or what was written in an editor tab. */
import type { Session } from '../../protocol/protocol.ts';
import { errorText } from '../../shared/errors.ts';
import { type InstructionEditor, inEditorTab } from '../../shared/instructionEditor.ts';
import { t } from '../../shared/l10n.ts';
import { inform, warn } from '../../shared/notices.ts';
import { NAME, type Plain, plain } from '../../shared/plain.ts';
import { pickSeveral } from '../../shared/quickInput.ts';
import { LIVE } from '../../shared/sessionFacts.ts';
import { askInFlow } from '../../shared/stepInput.ts';
import type { Client } from '../../sidecar/client.ts';
import { switchRow } from '../opening/switchWords.ts';
import { inOrder } from '../rows/order.ts';
import { sentText } from './sentWords.ts';

const SEND = 'send';

export class Instructions {
  constructor(
    private readonly client: Client,
    private readonly editor: InstructionEditor,
  ) {
    editor.takes(SEND, (text, target) => this.give(this.there(target.split(',')), text));
  }

  /** To those, or to whom the user picks. */
  async send(wanted: readonly Session[]): Promise<void> {
    const sessions = wanted.length ? wanted : await this.pickSome();
    if (!sessions.length) return;
    let typed = '';
    const text = await askInFlow({
      title: t('Send Instruction to {0}', names(sessions)),
      prompt: t('It is typed when the agent is ready, never into a question that it asks.'),
      buttons: [inEditorTab()],
      typed: (now) => {
        typed = now;
      },
      stays: true,
    });
    if (typeof text === 'object') await this.write(sessions, typed);
    else if (text?.trim()) await this.give(sessions, text);
  }

  /** In an editor tab, which sends it. */
  private async write(sessions: readonly Session[], text: string): Promise<void> {
    const target = sessions.map(({ id }) => id).join(',');
    await this.editor.write({ purpose: SEND, target }, t('Instruction for {0}', names(sessions)), text);
  }

  private async pickSome(): Promise<Session[]> {
    const live = inOrder(this.client.sessions.all().filter(({ status }) => LIVE.has(status)));
    const [only, ...others] = live;
    if (!only) void inform(t('There is no session for this.'));
    if (!only || !others.length) return only ? [only] : [];
    const { active } = this.client.sessions;
    const rows = live.map((session) => ({
      ...switchRow(session, undefined, session.id === active, new Date(), t),
      value: session.id,
    }));
    const picked = await pickSeveral(rows, {
      title: t('Send Instruction'),
      placeholder: t('To which sessions?'),
      chosen: (id) => id === active,
    });
    return this.there(picked ?? []);
  }

  /** True: at least one has it. One that refuses keeps nobody else from it. */
  async give(sessions: readonly Session[], text: string): Promise<boolean> {
    if (!sessions.length) {
      void warn(t('The sessions that this was written for are gone.'));
      return false;
    }
    const given = await Promise.all(
      sessions.map(async ({ id, name }) => {
        try {
          const { queued } = await this.client.request('session/send', { id, text, submit: true, queue: true });
          return { name, queued };
        } catch (error) {
          this.client.log.warn(`${id}: the instruction was not sent: ${error}`);
          return { name, why: errorText(error) };
        }
      }),
    );
    const { message, isFine } = sentText(given, t);
    if (message) void (isFine ? inform(message) : warn(message));
    return given.some((each) => !('why' in each));
  }

  private there(ids: readonly string[]): Session[] {
    return ids.flatMap((id) => this.client.sessions.get(id) ?? []);
  }
}

function names(sessions: readonly Session[]): Plain {
  const [only, ...others] = sessions;
  return only && !others.length ? plain(only.name, NAME) : t('{0} sessions', sessions.length);
}
