/** Lands a session's work on its parent branch: how, with which message and commands, and what is offered when it fails. */
import type { How, LandResult, Session } from '../protocol/protocol.ts';
import * as diff from '../review/diff.ts';
import { errorData, errorText } from '../shared/errors.ts';
import { t } from '../shared/l10n.ts';
import { briefly, during, inform, warn } from '../shared/notices.ts';
import { NAME, type Plain, plain } from '../shared/plain.ts';
import { ask, pick, type Row, separator } from '../shared/quickInput.ts';
import type { Client } from '../sidecar/client.ts';
import {
  commandText,
  conflictInstruction,
  HOWS,
  howMeaning,
  howWord,
  landedText,
  planTitle,
  refusalInstruction,
  subject,
} from './words.ts';

/** What is done with the session besides. */
export interface Besides {
  remove(session: Session): Promise<unknown>;
  tell(session: Session, instruction: string): Promise<unknown>;
}

interface Agreed extends LandResult {
  committed: boolean;
}

export interface Planned {
  how: How;
  onto: string;
  message: string;
  committed: boolean;
}

type Choice = 'land' | 'message' | 'onto';

export class Landing {
  constructor(
    private readonly client: Client,
    private readonly besides: Besides,
  ) {}

  async land(session: Session): Promise<void> {
    try {
      const plan = await this.planned(session);
      if (!plan) return;
      const { how, onto, message, committed } = plan;
      const title = t('Landing “{0}” on {1}…', plain(session.name, NAME), plain(onto, NAME));
      const { landed } = await during(title, () =>
        this.client.request('session/land', { id: session.id, how, onto, message, committed }),
      );
      const remove = t('Remove Session');
      const answer = landed && (await inform(landedText(how, session.name, landed.onto, t), remove));
      if (answer === remove) await this.besides.remove(session);
    } catch (error) {
      if (!(await this.offered(session, error))) throw error;
    }
  }

  /** How, onto which branch and with which message it is to land, as the user chose; nothing is done yet. */
  async planned(session: Session): Promise<Planned | undefined> {
    const rows = HOWS.map((how) => ({ label: howWord(how, t), detail: howMeaning(how, t), value: how }));
    const how = await pick(rows, {
      title: t('Land “{0}”', plain(session.name, NAME)),
      placeholder: t('How does its work come into the branch?'),
      stays: true,
    });
    const plan = how && (await this.agreed(session, how));
    return plan && { how, onto: plan.onto, message: plan.message, committed: plan.committed };
  }

  /** What the user agreed to, after the branch or the message was altered as often as they like. */
  private async agreed(session: Session, how: How): Promise<Agreed | undefined> {
    let wanted: { onto?: string; message?: string } = {};
    // What an agent works at is no work to land, but for what it committed.
    const committed = session.status === 'working' || session.status === 'waiting';
    for (;;) {
      const plan = await briefly(t('Looking at “{0}”…', plain(session.name, NAME)), () =>
        this.client.request('session/land', { id: session.id, how, committed, ...wanted, dryRun: true }),
      );
      const choice = await pick<Choice>(planRows(how, plan), {
        title: planTitle(how, session.name, plan, t),
        placeholder: committed
          ? t('The agent is at work: only what is committed is landed. Nothing has been done yet.')
          : t('Nothing has been done yet.'),
        stays: true,
      });
      if (choice === 'land') return { ...plan, committed };
      if (!choice) return undefined;
      if (choice === 'message') {
        const message = await ask({ title: t('Commit Message'), value: plan.message, stays: true });
        if (message?.trim()) wanted = { ...wanted, message };
      } else {
        const onto = await this.branch(session, plan.onto);
        if (onto) wanted = { ...wanted, onto };
      }
    }
  }

  private async branch({ repo, branch }: Session, now: string): Promise<string | undefined> {
    const { branches } = await this.client.request('repo/branches', { repo });
    const local = branches.filter((each) => !each.remote && each.name !== branch);
    const rows = local.map(({ name }) => ({ label: plain(name, NAME), value: name }));
    return pick(rows, { placeholder: t('On which branch?'), stays: true, active: (name) => name === now });
  }

  /** Of a landing that failed. False: there is nothing to offer: it is shown like other errors. */
  async offered(session: Session, error: unknown): Promise<boolean> {
    const data = errorData(error);
    const commands = Array.isArray(data?.['commands']) ? data['commands'] : [];
    for (const command of commands) this.client.log.info(`It was: ${command}`);
    const toAgent = t('Send to Agent');
    if (data?.code === 'LAND_CONFLICT') {
      const [onto, files] = [String(data['onto']), strings(data['files'])];
      const show = t('Open Files');
      const answer = await warn(errorText(error), toAgent, show);
      if (answer === toAgent) await this.besides.tell(session, conflictInstruction(onto, files));
      if (answer === show) await this.openConflict(session, onto, String(data['commit']), files);
      return true;
    }
    if (data?.code === 'COMMIT_REFUSED') {
      const log = t('Show Log');
      this.client.log.error(String(data['said']));
      const answer = await warn(errorText(error), ...(data['signing'] ? [] : [toAgent]), log);
      if (answer === toAgent) await this.besides.tell(session, refusalInstruction(String(data['said'])));
      if (answer === log) this.client.log.show();
      return true;
    }
    return false;
  }

  /** The session's files beside those of the branch. */
  private async openConflict(session: Session, onto: string, commit: string, files: readonly string[]): Promise<void> {
    const changes = await this.client.request('session/changes', { id: session.id });
    const found = changes.files.filter(({ path }) => files.includes(path));
    const sides = { left: commit, right: null };
    // A file that is new here may be there, too.
    const both = found.map((file) =>
      file.status === 'A' || file.status === 'U' ? { ...file, status: 'M' as const } : file,
    );
    const title = t('{0} and “{1}”', plain(onto, NAME), plain(session.name, NAME));
    await diff.openSides(session, title, sides, both);
  }
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** What may be altered, and what will run. */
function planRows(how: How, { commands, onto, message }: LandResult): Row<Choice>[] {
  const land: Record<How, Plain> = {
    squash: t('Squash and Land'),
    merge: t('Merge and Land'),
    rebase: t('Rebase and Land'),
  };
  return [
    { label: land[how], value: 'land' },
    { label: t('Commit Message…'), description: subject(message), value: 'message' },
    { label: t('Another Branch…'), description: plain(onto, NAME), value: 'onto' },
    separator(t('What git will run')),
    ...commands.map((command) => ({ label: commandText(command) })),
  ];
}
