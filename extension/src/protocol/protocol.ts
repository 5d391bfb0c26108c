/** The sidecar's requests and notifications, as `rpc/messages.py` lists them. A test compares the two. */
import type {
  AnswerParams,
  BranchesParams,
  ChangesParams,
  CompareParams,
  CreateParams,
  ForkParams,
  IdParams,
  LogParams,
  NameParams,
  OutputParams,
  PathParams,
  PauseParams,
  ProposeParams,
  ReadFileParams,
  RemoveOrphanParams,
  RemoveParams,
  SendParams,
  SnapshotParams,
  TakeParams,
  TryRuleParams,
  UpdateParams,
  WatchParams,
} from './params.ts';
import type { Decision, Session, Snapshot } from './records.ts';
import type {
  AnswerResult,
  AttachResult,
  BranchesResult,
  ChangesResult,
  CompareResult,
  DidActivate,
  DidChange,
  DidPaint,
  DidRemove,
  Empty,
  FileResult,
  LogResult,
  OrphansResult,
  OutputResult,
  ProposeResult,
  RemovedResult,
  RemoveResult,
  ReportResult,
  ResumeAllResult,
  ScreenResult,
  SendResult,
  SnapshotsGone,
  SnapshotsResult,
  StopAllResult,
  SyncResult,
  TryRuleResult,
} from './results.ts';

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
  'session/pause': [PauseParams, Session];
  'session/resumeAll': [Empty, ResumeAllResult];
  'session/remove': [RemoveParams, RemoveResult];
  'session/removed': [Empty, RemovedResult];
  'session/restore': [IdParams, Session];
  'session/delete': [IdParams, Empty];
  'session/changes': [ChangesParams, ChangesResult];
  'session/readFile': [ReadFileParams, FileResult];
  'session/output': [OutputParams, OutputResult];
  'session/screen': [IdParams, ScreenResult];
  'session/attach': [IdParams, AttachResult];
  'session/watch': [WatchParams, Empty];
  'snapshot/list': [IdParams, SnapshotsResult];
  'snapshot/create': [TakeParams, Snapshot];
  'snapshot/name': [NameParams, Snapshot];
  'snapshot/compare': [CompareParams, CompareResult];
  'snapshot/restore': [SnapshotParams, Snapshot];
  'snapshot/fork': [ForkParams, Session];
  'worktree/orphans': [Empty, OrphansResult];
  'worktree/adopt': [PathParams, Session];
  'worktree/remove': [RemoveOrphanParams, Empty];
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
  'snapshot/didChange': Snapshot;
  'snapshot/didRemove': SnapshotsGone;
}

/** What an error's `data` holds; `code` is stable. */
export interface ErrorData {
  code: string;
  [detail: string]: unknown;
}
