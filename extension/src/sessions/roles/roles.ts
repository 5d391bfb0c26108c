/** A session's role: its persona, and second opinions on its work. */
import * as vscode from 'vscode';
import type { AutoYesActions } from '../../autoYes/actions.ts';
import { pickPersona } from '../../personas/picker.ts';
import { personaNamed, personaTitle } from '../../personas/words.ts';
import type { Agent, Session } from '../../protocol/protocol.ts';
import { t } from '../../shared/l10n.ts';
import { inform, warn } from '../../shared/notices.ts';
import { NAME, plain } from '../../shared/plain.ts';
import { pick, type Row } from '../../shared/quickInput.ts';
import { askInFlow } from '../../shared/stepInput.ts';
import type { Client } from '../../sidecar/client.ts';

const REVIEWER = 'reviewer';

export class Roles {
  /** @param present brings a new session before the user's eyes */
  constructor(
    private readonly client: Client,
    private readonly autoYes: AutoYesActions,
    private readonly present: (session: Session) => Promise<void>,
  ) {}

  async changePersona(session: Session): Promise<void> {
    const name = plain(session.name, NAME);
    const { personas } = this.client.sessions;
    const picked = await pickPersona(personas, session.persona, {
      title: t('Persona of “{0}”', name),
      placeholder: t('In which role does it work? Arguments and a wider auto-yes come with its next start.'),
    });
    const persona = personaNamed(picked?.value ?? null, personas);
    if (!persona || persona.name === session.persona) return;
    if (persona.autoYes !== 'off' && !(await this.autoYes.isWanted())) return;
    const changed = await this.client.request('session/update', { id: session.id, persona: persona.name });
    if (changed.nextAutoYes === null) return;
    void inform(
      t(
        '“{0}” is {1} now. Its auto-yes, {2}, comes with the next start.',
        name,
        personaTitle(persona.name, personas, t),
        plain(changed.nextAutoYes, NAME),
      ),
    );
  }

  /** Asks who gives it and what it is about above all; Enter, Enter is enough. */
  async secondOpinion(session: Session): Promise<void> {
    const { agents, personas } = this.client.sessions;
    const reviewer = personaNamed(REVIEWER, personas);
    if (!reviewer) {
      void warn(t('The persona “reviewer” cannot be used. See the setting branchline.personas.'));
      return;
    }
    const title = t('Second Opinion on “{0}”', plain(session.name, NAME));
    const agent = await this.askForAgent(agents, reviewer.agent ?? session.agent, title);
    if (!agent) return;
    const focus = await askInFlow({
      title,
      prompt: t('What shall it look at above all? Leave it empty for all of the work.'),
      placeholder: t('Bad input, and what happens when the disk is full'),
      step: 2,
      total: 2,
      stays: true,
    });
    if (typeof focus !== 'string') return;
    if (reviewer.autoYes !== 'off' && !(await this.autoYes.isWanted())) return;
    const instruction = focus.trim();
    const wanted = { id: session.id, agent: agent.name, ...(instruction && { instruction }) };
    await this.present(await this.client.request('session/secondOpinion', wanted));
  }

  private askForAgent(agents: readonly Agent[], offered: string, title: ReturnType<typeof t>) {
    const installed = agents.filter(({ program }) => program);
    const rows = installed.map(
      (agent): Row<Agent> => ({
        label: plain(agent.title, NAME),
        description: plain(agent.name, NAME),
        iconPath: new vscode.ThemeIcon('hubot'),
        value: agent,
      }),
    );
    return pick(rows, {
      title,
      placeholder: t('Who looks at the work? It reads a snapshot in a worktree of its own, and changes nothing here.'),
      active: ({ name }) => name === offered,
      step: 1,
      total: 2,
      stays: true,
    });
  }
}
