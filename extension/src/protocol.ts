/** The sidecar's protocol, as `rpc/messages.py` defines it. A test compares the two. */

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

export interface Changes {
  files: number;
  added: number;
  removed: number;
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

export interface CreateParams {
  repo: string;
  agent: string;
  prompt?: string;
  name?: string;
  task?: string;
  persona?: string;
  kind?: string;
  base?: string;
  branch?: string;
  autoYes?: string;
  sandbox?: string;
}

export interface UpdateParams {
  id: string;
  name?: string;
  task?: string;
  autoYes?: string;
  pinned?: boolean;
  read?: boolean;
}

export interface IdParams {
  id: string;
}

export interface SendParams {
  id: string;
  text: string;
  submit: boolean;
  queue?: boolean;
}

export interface AnswerParams {
  id: string;
  promptId: string;
  choice: string;
}

export interface RemoveParams {
  id: string;
  force: boolean;
  keepBranch: boolean;
}

export interface ChangesParams {
  id: string;
  since?: string;
}

export interface ReadFileParams {
  id: string;
  path: string;
  at: string;
}

export interface OutputParams {
  id: string;
  lines: number;
}

export interface WatchParams {
  ids: string[];
}

export interface BranchesParams {
  repo: string;
}

export interface LogParams {
  id?: string;
  limit?: number;
}

export interface ProposeParams {
  id: string;
  promptId: string;
}

export interface TryRuleParams {
  rule: string;
}

export interface SyncResult {
  revision: number;
  sessions: Session[];
  agents: Agent[];
  personas: string[];
  activeSession: string | null;
  notices: Notice[];
}

export type Empty = Record<string, never>;

export interface SendResult {
  queued: boolean;
}

export interface AnswerResult {
  accepted: boolean;
}

export interface ReportResult {
  path: string;
}

export interface RemoveResult {
  snapshot: string | null;
}

export interface ChangesResult {
  base: string;
  tree: string;
  files: FileChange[];
}

export interface FileResult {
  text: string | null;
  binary: boolean;
  missing: boolean;
}

export interface OutputResult {
  lines: string[];
}

export interface ScreenResult {
  cols: number;
  rows: number;
  lines: string[];
  cursor: number[];
}

export interface AttachResult {
  command: string[];
  cwd: string;
  name: string;
}

export interface Branch {
  name: string;
  remote: boolean;
  checkedOut: string | null;
}

export interface BranchesResult {
  current: string | null;
  branches: Branch[];
}

export interface StopAllResult {
  stopped: number;
}

export interface LogResult {
  entries: Decision[];
}

export interface ProposeResult {
  rules: string[];
}

export interface TryRuleResult {
  matches: Decision[];
}

export interface DidChange {
  revision: number;
  session: Session;
}

export interface DidRemove {
  revision: number;
  id: string;
}

export interface DidActivate {
  id: string | null;
}

export interface DidPaint {
  id: string;
  cols: number;
  rows: number;
  lines: string[];
}

/** Request → [params, result]. */
export interface Methods {
  'session/list': [Empty, SyncResult];
  'session/create': [CreateParams, Session];
  'session/update': [UpdateParams, Session];
  'session/activate': [IdParams, Empty];
  'session/send': [SendParams, SendResult];
  'session/answer': [AnswerParams, AnswerResult];
  'session/report': [IdParams, ReportResult];
  'session/interrupt': [IdParams, Session];
  'session/resume': [IdParams, Session];
  'session/stop': [IdParams, Session];
  'session/remove': [RemoveParams, RemoveResult];
  'session/changes': [ChangesParams, ChangesResult];
  'session/readFile': [ReadFileParams, FileResult];
  'session/output': [OutputParams, OutputResult];
  'session/screen': [IdParams, ScreenResult];
  'session/attach': [IdParams, AttachResult];
  'session/watch': [WatchParams, Empty];
  'repo/branches': [BranchesParams, BranchesResult];
  'autoYes/stopAll': [Empty, StopAllResult];
  'autoYes/log': [LogParams, LogResult];
  'autoYes/propose': [ProposeParams, ProposeResult];
  'autoYes/tryRule': [TryRuleParams, TryRuleResult];
}

/** Notification → params. */
export interface Notifications {
  'session/didSync': SyncResult;
  'session/didChange': DidChange;
  'session/didRemove': DidRemove;
  'session/didActivate': DidActivate;
  'session/didPaint': DidPaint;
  'autoYes/didDecide': Decision;
}

/** What an error's `data` holds; `code` is stable. */
export interface ErrorData {
  code: string;
  [detail: string]: unknown;
}
