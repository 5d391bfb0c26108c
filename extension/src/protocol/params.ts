/** The params of requests, as `rpc/message_params.py` defines them. A test compares the two. */

export interface CreateParams {
  repo: string;
  agent: string;
  instruction?: string;
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

/** `tree` is the one of the session's record: its list is told as it was counted, else it is counted anew. */
export interface ChangesParams {
  id: string;
  tree?: string;
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

export interface PauseParams {
  id: string;
  freeDisk?: boolean;
}

export interface TakeParams {
  id: string;
  name?: string;
}

export interface SnapshotParams {
  id: string;
  number: number;
}

export interface NameParams {
  id: string;
  number: number;
  name: string;
}

export interface CompareParams {
  id: string;
  number: number;
  against: 'previous' | 'base' | 'now';
}

export interface ForkParams {
  id: string;
  number: number;
  instruction?: string;
  name?: string;
  agent?: string;
}

export interface PathParams {
  path: string;
}

export interface RemoveOrphanParams {
  path: string;
  force: boolean;
}
