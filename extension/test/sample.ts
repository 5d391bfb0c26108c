import type {
  AutoYesPause,
  Changes,
  Decision,
  FileChange,
  Option,
  Persona,
  Prompt,
  Session,
  Snapshot,
} from '../src/protocol/protocol.ts';
import type { Around } from '../src/sessions/rows/words.ts';
import type { Plain } from '../src/shared/plain.ts';
import type { Translate } from '../src/shared/words.ts';

export const NOW = new Date('2026-01-01T10:05:00Z');

/** What a row is drawn with, five minutes after its session came into its status. */
export function around(fields: Partial<Around> = {}): Around {
  return { agents: [], now: NOW, ...fields };
}

export function changes(fields: Partial<Changes> = {}): Changes {
  return { files: 0, added: 0, removed: 0, tree: '', untracked: '', ...fields };
}

/** As an earlier version left it: a sentence; or by a code. */
export function pause(code: string, fields: Partial<AutoYesPause> = {}): AutoYesPause {
  return { code, count: 0, seconds: 0, detail: '', ...fields };
}

export function session(fields: Partial<Session> = {}): Session {
  return {
    id: 'a',
    name: 'fix-login',
    title: 'Fix the login',
    kind: 'debug',
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
    since: '2026-01-01T10:00:00Z',
    prompt: null,
    autoYes: 'off',
    autoYesPaused: null,
    asked: null,
    answers: true,
    answersPaused: null,
    freed: false,
    handedOver: false,
    snapshotFailed: null,
    unkept: [],
    unread: false,
    pinned: false,
    changes: changes(),
    conflicts: [],
    createdAt: '2026-01-01T09:00:00Z',
    updatedAt: '2026-01-01T10:00:00Z',
    exitCode: null,
    queuePlace: null,
    pending: 0,
    typing: null,
    subfolder: '',
    arguments: [],
    environment: [],
    nextAutoYes: null,
    reviews: null,
    notes: 0,
    limits: [],
    nextLimits: null,
    background: [],
    progress: null,
    tool: null,
    begun: true,
    reviewed: '',
    comments: { open: 0, pending: 0, state: '' },
    usage: null,
    landed: null,
    tried: null,
    drift: null,
    pullRequest: null,
    keepGoing: null,
    head: null,
    strayed: [],
    checked: null,
    notFetched: null,
    notCarried: [],
    carrying: null,
    preparing: null,
    setupWaits: null,
    run: null,
    setup: null,
    ...fields,
  };
}

export const YES: Option = { id: '1', label: 'Yes', meaning: 'accept' };
export const ALWAYS: Option = { id: '2', label: 'Yes, always', meaning: 'acceptAlways' };
export const NO: Option = { id: '3', label: 'No (esc)', meaning: 'reject' };

export function prompt(fields: Partial<Prompt> = {}): Prompt {
  return {
    id: 'p1',
    kind: 'approval',
    title: 'Do you want to proceed?',
    tool: 'Bash',
    command: 'touch hello.txt',
    paths: [],
    url: null,
    options: [YES, ALWAYS, NO],
    selected: null,
    takesText: false,
    text: '',
    ...fields,
  };
}

/** A session that waits for an answer to this. */
export function waiting(asks: Partial<Prompt> = {}, fields: Partial<Session> = {}): Session {
  const asked = prompt(asks);
  return session({ status: 'waiting', reason: asked.kind, prompt: asked, ...fields });
}

export function decision(fields: Partial<Decision> = {}): Decision {
  return {
    id: 'a',
    session: 'fix-login',
    promptId: 'p1',
    at: '2026-01-01T10:03:00Z',
    decision: 'allow',
    rule: 'preset safe',
    why: 'Allowed: npm test.',
    tool: 'Bash',
    command: 'npm test',
    paths: [],
    url: null,
    option: 'Yes',
    by: 'rule',
    via: 'keys',
    outcome: 'answered',
    title: '',
    before: null,
    after: null,
    ...fields,
  };
}

export function snapshot(fields: Partial<Snapshot> = {}): Snapshot {
  return {
    id: 'a',
    number: 3,
    at: '2026-01-01T10:02:00Z',
    reason: 'at ready',
    name: null,
    instruction: 'Fix the login\nand test it',
    files: 2,
    added: 12,
    removed: 3,
    commit: 'c3',
    tree: 't3',
    missing: [],
    ...fields,
  };
}

export const t: Translate = (message, ...args) =>
  message.replace(/\{(\d+)\}/g, (_, n) => String(args[Number(n)])) as Plain;

export function persona(fields: Partial<Persona> = {}): Persona {
  return {
    name: 'qa',
    title: 'QA',
    icon: 'beaker',
    description: 'Tries to break it.',
    agent: null,
    arguments: [],
    autoYes: 'off',
    readOnly: false,
    autoYesLimits: [],
    limits: null,
    builtIn: true,
    ...fields,
  };
}

/** A changed file of the worktree `/w`. */
export function changedFile(path: string, fields: Partial<FileChange> = {}): FileChange {
  return {
    path,
    oldPath: null,
    file: `/w/${path}`,
    oldFile: null,
    status: 'M',
    added: 1,
    removed: 0,
    binary: false,
    reviewed: false,
    ...fields,
  };
}
