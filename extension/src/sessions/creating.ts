/** Making sessions: new ones, and ones that begin with a snapshot's files. */
import type * as vscode from 'vscode';
import type { CreateParams, Session, Snapshot } from '../protocol/protocol.ts';
import { errorData } from '../shared/errors.ts';
import { t } from '../shared/l10n.ts';
import { NAME, plain } from '../shared/plain.ts';
import { ask } from '../shared/quickInput.ts';
import type { Client } from '../sidecar/client.ts';
import type { Terminals } from '../terminals/terminals.ts';
import { askForSession, offerInstall } from './newSession.ts';
import type { SessionTree } from './tree.ts';

export class Creating {
  /** @param memory that of this workspace */
  constructor(
    private readonly client: Client,
    private readonly tree: SessionTree,
    private readonly terminals: Terminals,
    private readonly memory: vscode.Memento,
  ) {}

  async newSession(): Promise<void> {
    void this.lookForAgents();
    const wanted = await askForSession(this.client, this.memory);
    if (!wanted) return;
    try {
      await this.present(await this.client.request('session/create', wanted));
    } catch (error) {
      const data = errorData(error);
      if (data?.code !== 'AGENT_NOT_FOUND') throw error;
      await this.offerInstall(wanted, String(data['install'] ?? ''));
    }
  }

  /** Two of the demo agent, in a repository of Branchline's own: one beside the other. */
  async tryDemo(): Promise<void> {
    const { sessions } = await this.client.request('session/tryDemo', {});
    const [first] = sessions;
    if (first) await this.present(first);
  }

  async fromSnapshot(session: Session, { number }: Snapshot): Promise<void> {
    const typed = await ask({
      title: t('New Session from a Snapshot of “{0}”', plain(session.name, NAME)),
      prompt: t('What should the agent do? Leave it empty to start the agent without an instruction.'),
      stays: true,
    });
    if (typed === undefined) return;
    const instruction = typed.trim();
    const wanted = { id: session.id, number, ...(instruction && { instruction }) };
    await this.present(await this.client.request('snapshot/fork', wanted));
  }

  /** One may have been installed since they were told; they come while the first question stands. */
  private async lookForAgents(): Promise<void> {
    try {
      this.client.sessions.didSync(await this.client.request('session/list', {}));
    } catch (error) {
      this.client.log.warn(`The list of agents was not had: ${error}`);
    }
  }

  private async offerInstall({ agent: name }: CreateParams, install: string): Promise<void> {
    const agent = this.client.sessions.agents.find((each) => each.name === name);
    await offerInstall({ title: agent?.title ?? name, install });
  }

  /** A new session comes before the user's eyes. */
  async present({ id, status }: Session): Promise<void> {
    await this.tree.reveal(id);
    if (status !== 'queued') await this.terminals.show(id);
  }
}
