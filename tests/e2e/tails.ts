/** Sessions that cost nearly nothing: each shows a file of its own, in which one can write. */
import { appendFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from '@playwright/test';
import type { Session } from '../../extension/src/protocol/protocol.ts';
import type { Asking } from './asking.ts';
import { type Server, until } from './server.ts';
import type { Workbench } from './workbench.ts';

const SHOW = 'f="$HOME/$(basename "$PWD").lines"; echo up > "$f"; exec tail -n +1 -f "$f"';

export const SETTINGS = {
  'branchline.agents': { tail: { title: 'Tail', command: ['sh', '-c', SHOW] } },
  'branchline.maxSessions': 60,
  'branchline.notifications': 'off',
};

/** The agent is one that the user has to allow. */
export async function allow(workbench: Workbench): Promise<void> {
  await workbench.runCommand('Branchline: Auto-yes: Review Wider Settings…');
  await workbench.pick(/Allow All of This/);
  await expect(workbench.quickInput).toBeHidden();
}

/** So many sessions, each ready. */
export async function create(asking: Asking, repo: string, count: number): Promise<Session[]> {
  const made: Session[] = [];
  await until('the agent', async () => {
    const { agents } = await asking.ask<{ agents: { name: string }[] }>('session/list', {});
    return agents.some(({ name }) => name === 'tail');
  });
  for (let n = 0; n < count; n++) {
    const name = `tail-${String(n).padStart(2, '0')}`;
    made.push(await asking.ask<Session>('session/create', { repo, agent: 'tail', name }));
  }
  await until(
    'sessions that are ready',
    async () => {
      const { sessions } = await asking.ask<{ sessions: Session[] }>('session/list', {});
      return sessions.length === count && sessions.every(({ status }) => status === 'ready');
    },
    120_000,
  );
  return made;
}

/** The file that its terminal shows. */
export function fileOf(server: Server, { worktree }: Session): string {
  return path.join(server.home, `${path.basename(worktree)}.lines`);
}

export async function say(file: string, line: string): Promise<void> {
  await appendFile(file, `${line}\n`);
}
