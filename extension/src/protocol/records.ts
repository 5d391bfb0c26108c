/** The records that the sidecar tells, as `rpc/message_records.py` defines them. A test compares the two. */

export interface Evidence {
  rule: string;
  at: string;
}

export interface Option {
  id: string;
  label: string;
  meaning: 'accept' | 'acceptAlways' | 'reject' | 'other';
}

export interface Prompt {
  id: string;
  kind: 'approval' | 'question' | 'trust' | 'login' | 'password';
  title: string;
  tool: string | null;
  command: string | null;
  paths: string[];
  url: string | null;
  options: Option[];
  selected: string | null;
  takesText: boolean;
  text: string;
}

/** Why auto-yes left a prompt to the user. */
export interface Asked {
  rule: string;
  why: string;
}

/** What auto-yes, or the user beside it, made of a prompt. */
export interface Decision {
  id: string;
  session: string;
  promptId: string;
  at: string;
  decision: 'allow' | 'ask' | 'deny';
  rule: string;
  why: string;
  tool: string | null;
  command: string | null;
  paths: string[];
  url: string | null;
  option: string | null;
  by: 'rule' | 'user';
  via: string | null;
  outcome: 'answered' | 'asked' | 'refused' | 'stale' | 'notAnswered' | 'stopped';
}

/** As long as it and the session's base are the same, the list of changed files is. */
export interface Changes {
  files: number;
  added: number;
  removed: number;
  tree: string;
  untracked: string;
}

export type Status = 'queued' | 'starting' | 'working' | 'waiting' | 'ready' | 'paused' | 'failed' | 'completed';

export interface Session {
  id: string;
  name: string;
  kind: string;
  task: string | null;
  persona: string | null;
  agent: string;
  repo: string;
  worktree: string;
  branch: string;
  base: string;
  status: Status;
  reason: string | null;
  evidence: Evidence;
  prompt: Prompt | null;
  autoYes: string;
  autoYesPaused: string | null;
  asked: Asked | null;
  freed: boolean;
  handedOver: boolean;
  unread: boolean;
  pinned: boolean;
  changes: Changes;
  createdAt: string;
  updatedAt: string;
  exitCode: number | null;
  queuePlace: number | null;
}

export interface Agent {
  name: string;
  title: string;
  program: string | null;
  install: string;
}

export interface FileChange {
  path: string;
  oldPath: string | null;
  status: 'A' | 'M' | 'D' | 'R' | 'U';
  added: number;
  removed: number;
  binary: boolean;
}

export interface Notice {
  code: string;
  message: string;
}

export interface Branch {
  name: string;
  remote: boolean;
  checkedOut: string | null;
}

/** A snapshot in a session's timeline; counts are against the one before. */
export interface Snapshot {
  id: string;
  number: number;
  at: string;
  reason: string;
  name: string | null;
  instruction: string | null;
  files: number;
  added: number;
  removed: number;
  commit: string;
  tree: string;
  missing: string[];
}

/** A removed session that can be restored until `until`. */
export interface Removed {
  id: string;
  name: string;
  agent: string;
  task: string | null;
  repo: string;
  branch: string;
  snapshot: string | null;
  removedAt: string;
  until: string;
}

/** A worktree that Branchline made and no session has. */
export interface Orphan {
  path: string;
  repo: string;
  branch: string | null;
  name: string;
  agent: string | null;
}
