/** The results of requests, and the notifications, as `rpc/message_results.py` defines them. A test compares the two. */
import type { Agent, Branch, Decision, FileChange, Notice, Orphan, Removed, Session, Snapshot } from './records.ts';

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

export interface ResumeAllResult {
  resumed: number;
}

export interface RemovedResult {
  sessions: Removed[];
}

export interface SnapshotsResult {
  snapshots: Snapshot[];
}

/** Both are what `session/readFile` takes as `at`; null: the worktree's files as they are now. */
export interface CompareResult {
  left: string;
  right: string | null;
  files: FileChange[];
}

export interface OrphansResult {
  orphans: Orphan[];
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

/** Snapshots that were thinned out, by number. */
export interface SnapshotsGone {
  id: string;
  numbers: number[];
}
