/** What is so of a session, told from its record. Pure. */
import type { Agent, Session, Status } from '../protocol/protocol.ts';
import { NAME, type Plain, plain } from './plain.ts';

export const LIVE: ReadonlySet<Status> = new Set(['queued', 'starting', 'working', 'waiting', 'ready']);

/** Whether there are files to look at: a worktree may not be there yet, or not now. */
export function hasWorktree({ worktree, freed }: Session): boolean {
  return worktree !== '' && !freed;
}

/** What the user did not stop: the terminal host was lost, or the machine went down. */
export function isInterrupted({ status, reason }: Session): boolean {
  return status === 'paused' && reason === 'interrupted';
}

export function agentTitle({ agent }: Pick<Session, 'agent'>, agents: readonly Agent[]): Plain {
  return plain(agents.find(({ name }) => name === agent)?.title ?? agent, NAME);
}

export function hasBranch({ branch }: Session): boolean {
  return branch !== '';
}
