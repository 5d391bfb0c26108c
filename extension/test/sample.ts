import type { Session } from '../src/protocol.ts';

export function session(fields: Partial<Session> = {}): Session {
  return {
    id: 'a',
    name: 'Fix login',
    kind: 'fix',
    task: null,
    persona: null,
    agent: 'claude',
    repo: '/code/shop',
    worktree: '/code/shop.worktrees/fix-login',
    branch: 'branchline/fix-login',
    base: '0123456789abcdef0123456789abcdef01234567',
    status: 'working',
    reason: null,
    evidence: { rule: 'claude: spinner', at: '2026-01-01T10:00:00Z' },
    prompt: null,
    autoYes: 'off',
    unread: false,
    pinned: false,
    changes: { files: 0, added: 0, removed: 0 },
    createdAt: '2026-01-01T09:00:00Z',
    updatedAt: '2026-01-01T10:00:00Z',
    exitCode: null,
    queuePlace: null,
    ...fields,
  };
}

export const t = (message: string, ...args: (string | number)[]): string =>
  message.replace(/\{(\d+)\}/g, (_, n) => String(args[Number(n)]));
