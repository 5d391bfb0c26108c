/** Making sessions: new ones, from wherever they are asked for, and ones that begin with a snapshot's files. */
import type * as vscode from 'vscode';
import type { AutoYesActions } from '../autoYes/actions.ts';
import type { CreateParams, Session, Snapshot } from '../protocol/protocol.ts';
import type { SessionTree } from '../sessions/list/tree.ts';
import { errorData, errorText } from '../shared/errors.ts';
import type { InstructionEditor } from '../shared/instructionEditor.ts';
import { t } from '../shared/l10n.ts';
import { unattended, warn } from '../shared/notices.ts';
import { NAME, plain } from '../shared/plain.ts';
import { ask } from '../shared/quickInput.ts';
import { LIVE } from '../shared/sessionFacts.ts';
import type { Client } from '../sidecar/client.ts';
import { make } from '../sidecar/making.ts';
import type { Terminals } from '../terminals/terminals.ts';
import { offerInstall } from './agents.ts';
import { Choices } from './around.ts';
import { type Draft, offered, requests, wholeInstruction } from './draft.ts';
import { summary } from './draftWords.ts';
import { Flow } from './flow.ts';
import { Kept } from './kept.ts';

const PURPOSE = 'newSession';

export class Creating {
  private readonly kept: Kept;
  /** What the editor tab was opened with, by its target. */
  private readonly written = new Map<string, Draft>();

  /** @param memory that of this workspace */
  constructor(
    private readonly client: Client,
    private readonly tree: SessionTree,
    private readonly terminals: Terminals,
    private readonly autoYes: AutoYesActions,
    private readonly editor: InstructionEditor,
    memory: vscode.Memento,
  ) {
    this.kept = new Kept(memory);
    editor.takes(PURPOSE, (text, target) => this.fromEditor(text, target));
  }

  /** `given` is where it is asked for: a file, a selection, a folder. */
  async newSession(given: Partial<Draft> = {}): Promise<boolean> {
    void this.lookForAgents();
    const choices = await Choices.look(this.client, given.repo);
    const isNew = Object.keys(given).length > 0;
    const before = isNew ? given : { ...this.kept.draft, ...given };
    const draft = offered(before, this.kept.last, choices.offered);
    const done = await new Flow(this.client, choices, draft, (each) => this.kept.keep(each)).run();
    if (!done) return false;
    if (done.next === 'start') return this.start(done.draft);
    await this.write(done.draft);
    return false;
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

  /** Whether there is a session now. One that could not be made does not undo the others. */
  async start(draft: Draft): Promise<boolean> {
    const role = this.client.sessions.personas.find(({ name }) => name === draft.persona);
    const preset = draft.autoYes ?? role?.autoYes ?? 'off';
    if (preset !== 'off' && !(await this.autoYes.isWanted())) return false;
    const wanted = requests(draft);
    const failures: unknown[] = [];
    let first: Session | undefined;
    for (const params of wanted) {
      try {
        if (first) await this.client.request('session/create', params);
        else first = await this.create(params);
      } catch (error) {
        failures.push(error);
      }
    }
    if (wanted.length === failures.length && wanted.length === 1) {
      const data = errorData(failures[0]);
      if (data?.code !== 'AGENT_NOT_FOUND') throw failures[0];
      await this.offerInstall(draft.agents[0] ?? '', String(data['install'] ?? ''));
      return false;
    }
    if (failures.length) void warn(summary(wanted.length - failures.length, failures.map(errorText), t));
    if (!first) return false;
    this.kept.started(draft);
    return true;
  }

  /** A session that comes before the user's eyes as soon as it is there: its files may take long. */
  async create(params: CreateParams): Promise<Session> {
    let shown: string | undefined;
    try {
      const made = await make(this.client, params, (session) => {
        shown = session.id;
        unattended(this.present(session), this.client.log);
      });
      if (!shown) await this.present(made);
      return made;
    } catch (error) {
      if (shown) this.terminals.close(shown);
      throw error;
    }
  }

  /** In a tab, with all else that was chosen. */
  private async write(draft: Draft): Promise<void> {
    const target = draft.repo;
    this.written.set(target, draft);
    await this.editor.write({ purpose: PURPOSE, target }, t('New Session'), wholeInstruction(draft));
  }

  private async fromEditor(text: string, target: string): Promise<boolean> {
    const { about: _, ...rest } = this.written.get(target) ?? this.kept.draft;
    return this.newSession({ ...rest, repo: target, instruction: text });
  }

  /** One may have been installed since they were told; they come while the first question stands. */
  private async lookForAgents(): Promise<void> {
    try {
      this.client.sessions.didSync(await this.client.request('session/list', {}));
    } catch (error) {
      this.client.log.warn(`The list of agents was not had: ${error}`);
    }
  }

  private async offerInstall(name: string, install: string): Promise<void> {
    const agent = this.client.sessions.agents.find((each) => each.name === name);
    await offerInstall({ title: agent?.title ?? name, install });
  }

  /** A new session comes before the user's eyes. */
  async present({ id, status }: Session): Promise<void> {
    await this.tree.selection.reveal(id);
    if (LIVE.has(status) && status !== 'queued') await this.terminals.show(id);
  }
}
