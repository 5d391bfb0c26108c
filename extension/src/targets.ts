/** What a command is run on: a row, an entry of the log, or what is picked when it comes from the palette. */
import type { DecisionNode } from './autoYes/decisionTree.ts';
import type { Session, Snapshot } from './protocol/protocol.ts';
import type { Node } from './sessions/list/nodes.ts';
import { statusText } from './sessions/rows/statusWords.ts';
import { t } from './shared/l10n.ts';
import { inform, warn } from './shared/notices.ts';
import { joined, NAME, plain } from './shared/plain.ts';
import { pick } from './shared/quickInput.ts';
import type { Client } from './sidecar/client.ts';

export type Target = Node | DecisionNode;

/**
 * A row was meant, but VS Code does not know any more which: it forgets the rows below one that is drawn anew until
 * it has fetched them again. A command from the palette comes without any.
 */
export function isLost(rows: readonly unknown[]): boolean {
  return rows.length > 0 && !rows[0];
}

export function tellLost(): void {
  const message = t('The list was just being drawn anew, so it is not known which row you meant. Please choose again.');
  void warn(message);
}

export class Targets {
  constructor(private readonly client: Client) {}

  /** The session that a row belongs to. */
  sessionAt(node: Target | undefined): Session | undefined {
    switch (node?.kind) {
      case 'session':
        return this.client.sessions.get(node.id);
      case 'decision':
        return this.client.sessions.get(node.decision.id);
      case 'file':
      case 'folder':
      case 'timeline':
      case 'snapshot':
      case 'work':
        return this.client.sessions.get(node.sessionId);
      default:
        return undefined;
    }
  }

  /** The row's session; from the palette the only one that fits, or the one that is picked. */
  async sessionOf(node: Target | undefined, fits: (session: Session) => boolean): Promise<Session | undefined> {
    if (node?.kind && node.kind !== 'group' && node.kind !== 'note') return this.sessionAt(node);
    const candidates = this.client.sessions.all().filter(fits);
    if (candidates.length < 2) {
      if (!candidates.length) void inform(t('There is no session for this.'));
      return candidates[0];
    }
    const items = candidates.map((session) => ({
      label: plain(session.name, NAME),
      description: joined([statusText(session, t), plain(session.branch)]),
      value: session,
    }));
    return pick(items, { placeholder: t('Which session?') });
  }

  /** All that are selected, where the row is one of several; undefined: it is about one alone. */
  selected(node: Target | undefined, nodes: unknown, fits: (session: Session) => boolean): Session[] | undefined {
    if (!node || !Array.isArray(nodes) || nodes.length < 2) return undefined;
    const sessions = new Set((nodes as readonly Target[]).map((each) => this.sessionAt(each)));
    return [...sessions].filter((session) => session !== undefined).filter(fits);
  }

  /** Only a row has one: nobody remembers snapshots by number. */
  snapshotAt(node: Target | undefined): Snapshot | undefined {
    return node?.kind === 'snapshot' ? this.client.timelines.get(node.sessionId, node.number) : undefined;
  }
}
