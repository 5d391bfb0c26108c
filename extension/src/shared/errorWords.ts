/**
 * What a refusal says in another language than the sidecar's: by its code, with what its data name. What only the
 * sidecar, git or the system can word stands behind it as it is. Pure.
 */
import type { ErrorCode, ErrorData } from '../protocol/protocol.ts';
import { type Plain, plain } from './plain.ts';
import { known, type Translate } from './words.ts';

/** `said` is the sidecar's own sentence: of codes that no window is told, and of those of a newer sidecar. */
export function errorSentence(data: ErrorData, said: Plain, t: Translate): Plain {
  const own = () => said;
  const the = (key: string): Plain => plain(String(data[key] ?? '…'));
  const sentences: Record<ErrorCode, () => Plain> = {
    // Sessions and their names.
    NOT_ALLOWED: () => t('An agent may not do this.'),
    NO_SESSION: () => t('This session does not exist any more.'),
    AMBIGUOUS: own,
    INVALID_STATE: () => t('This cannot be done with the session as it is now. {0}', said),
    INVALID_NAME: () => t('The name or title cannot be used. {0}', said),
    BAD_NAME: () => t('The name of a snapshot is too long.'),
    NAME_TAKEN: () => t('Every name like this one is taken. Choose another one.'),
    BAD_ID: () => t('A new session needs an id of its own.'),
    BAD_SANDBOX: () => t('Sessions cannot be sandboxed yet.'),
    NOT_RUNNING: () => t('The session’s agent does not run. Resume the session first.'),
    STILL_RUNNING: () =>
      t('The agent, or what it started, still runs and could not be ended. Try again, or see the log.'),
    ALREADY_RUNNING: () => t('An agent runs in this session already.'),
    AGENT_WORKS: () => t('The agent is at work on these files. Interrupt or pause it first.'),
    BAD_LIMITS: () => t('There are no such limits for a session. {0}', said),
    BAD_ARGUMENTS: () => t('These cannot be extra arguments. {0}', said),
    BAD_VARIABLE: () => t('This variable cannot be set for a session. {0}', said),
    NOT_CONFIRMED: () =>
      t(
        'It is not known whether you set what is special about this session. Resume it in the editor in which you made it.',
      ),
    BAD_FILES: () => t('These files cannot be given to an agent. {0}', said),
    // Agents and their terminals.
    AGENT_UNKNOWN: () => t('There is no agent “{0}”.', the('name')),
    AGENT_NOT_FOUND: () =>
      t(
        '{0} is not installed: there is no program “{1}”. Install it with: {2}',
        the('title'),
        the('program'),
        the('install'),
      ),
    BAD_AGENT: () => t('The agent “{0}” in the setting branchline.agents cannot be used. {1}', the('name'), said),
    PERSONA_UNKNOWN: () => t('There is no persona “{0}”.', the('name')),
    BAD_PERSONA: () => t('A persona cannot be used. {0}', said),
    TEMPLATE_UNKNOWN: () => t('There is no template “{0}”.', the('name')),
    BAD_TEMPLATE: () => t('The template cannot be used. {0}', said),
    SPAWN_FAILED: () => t('The agent’s process could not be started. {0}', said),
    HOST_UNREACHABLE: () => t('Branchline’s terminal host does not answer. See the log.'),
    NO_SCROLLBACK: () => t('The file for the terminal’s output could not be made. See the log.'),
    BAD_OFFSET: own,
    BAD_REQUEST: own,
    BAD_LEVEL: own,
    UNKNOWN_OP: own,
    TOO_LARGE: () => t('That is too much at once for the agent’s terminal.'),
    SIDECAR_UNREACHABLE: () => t('Branchline’s sidecar is not running. Restart it, or see the log.'),
    SCREEN_LIBRARY: () => t('The library that reads terminals cannot be used. Reinstall Branchline for this platform.'),
    // Prompts, answers and instructions.
    STALE_PROMPT: () => t('The agent does not ask that any more; nothing was typed.'),
    NO_SUCH_OPTION: () =>
      t('The agent does not offer that, or only in a way that cannot be chosen from here. Answer in its terminal.'),
    NOT_ANSWERED: () => t('The answer did not take. Look at the agent’s terminal, and answer there.'),
    BUSY: () => t('Another answer is just being given; this one was not.'),
    STOPPED: () => t('It was stopped before the key was sent.'),
    TOKEN_UNKNOWN: own,
    TOKEN_USED: own,
    TOKEN_STALE: own,
    TOO_MANY_GUESSES: own,
    BAD_TEXT: () => t('This text cannot be typed. {0}', said),
    NOT_READY: () => t('The agent takes no instruction now. Wait until it is ready.'),
    INPUT_BUSY: () => t('Something stands in the agent’s input, or is being typed. Send or clear it first.'),
    DIALOG_OPEN: () => t('The agent asks something. Answer that first.'),
    BAD_RULE: () => t('This is no rule. {0}', said),
    NOT_LOGGED: () => t('Nothing was decided on this prompt.'),
    // Repositories and branches.
    NOT_A_REPO: () => t('{0} is not a git repository.', the('path')),
    BARE_REPO: () => t('{0} is a bare repository, or git takes it for one. Open a checkout of it.', the('path')),
    REPO_GONE: () =>
      t(
        'The repository of “{0}” is not at {1} any more, nor in a folder of an open window. If it was moved, say where it is now; if it was deleted, take the session off the list.',
        the('name'),
        the('repo'),
      ),
    OTHER_REPO: () => t('{0} is in a repository, but not in that of “{1}”.', the('path'), the('name')),
    UNSAFE_REPO: () =>
      t('git does not trust {0}, because another user owns it. Add it to git’s safe.directory.', the('path')),
    NO_COMMIT: () => t('There is no commit yet to start from. Make a first commit.'),
    BASE_NOT_FOUND: () => t('There is no branch or commit “{0}” in this repository.', the('base')),
    BRANCH_NOT_FOUND: () => t('There is no branch “{0}” in this repository.', the('branch')),
    PULL_REQUEST_NOT_FOUND: () =>
      t('Pull request {0} could not be fetched from any remote of this repository.', the('number')),
    BRANCH_CHECKED_OUT: () => t('The branch is checked out already, in {0}. Choose another one.', the('place')),
    BRANCH_MOVED: () => t('The branch {0} has other commits now, and was left alone.', the('branch')),
    NOTHING_TO_TELL: () => t('There is nothing to send: no check failed, and no thread is open.'),
    BASE_CONFLICT: () => t('This session and {0} changed the same files. Nothing was changed.', the('base')),
    BAD_PREFIX: () => t('Branches cannot be named like this here. Change the setting branchline.branchPrefix.'),
    BAD_REVISION: () => t('There is no such commit in this repository.'),
    NOT_FETCHED: () => t('{0} as it was is not in this partial clone: only its remote has it.', the('path')),
    GIT_MISSING: () => t('git was not found on PATH. Install git.'),
    GIT_TOO_OLD: () => t('This needs git {0} or newer, and git is {1}. Update git.', the('needs'), the('has')),
    GIT_TIMEOUT: () => t('git took too long and was ended. Try again.'),
    GIT_KILLED: () => t('git was ended by a signal. Try again.'),
    GIT_FAILED: () => t('git failed. {0}', said),
    NO_CHECK: () => t('There is no command that could check {0}. Set one in branchline.check.', the('repo')),
    NO_SCRIPT: () => t('This project has no such script that may run.'),
    NOT_APPROVED: () => t('The script is not approved. Look at it and approve it first.'),
    SCRIPT_CHANGED: () => t('The script is another one by now. Look at it again, then approve it.'),
    RUN_UNKNOWN: () =>
      t('It is not known what to run here. Set a command in branchline.runCommand, or write .branchline/run.'),
    NOTHING_TO_LAND: () => t('There is nothing to land: {0} has all of this session’s work.', the('onto')),
    LAND_CONFLICT: () =>
      t('This session’s work conflicts with {0}, so that nothing was changed: {1}', the('onto'), list(data['files'])),
    CHECKOUT_DIRTY: () =>
      Array.isArray(data['files']) && !data['files'].length
        ? t('The main checkout is not free, so nothing was changed. {0}', said)
        : t('{0} has changes of its own in {1}. Commit or stash them first.', the('path'), list(data['files'])),
    COMMIT_REFUSED: () =>
      data['signing']
        ? t('The commit could not be signed. Nothing was changed. {0}', the('said'))
        : t('A hook or git refused the commit. Nothing was changed. {0}', the('said')),
    NOT_PUSHED: () => t('The branch was not pushed. {0}', said),
    BAD_BASE: () => t('Uncommitted changes come along only from the commit of the main checkout.'),
    FILTER_FAILED: () => t('A filter that the repository’s files need, such as Git LFS, failed. {0}', said),
    // Worktrees and snapshots.
    NO_WORKTREE: () => t('This session has no worktree now. Resume it first.'),
    WORKTREE_MISSING: () => t('The worktree {0} is gone, and there is no snapshot of it.', the('path')),
    WORKTREE_UNLINKED: () =>
      t(
        'The worktree {0} does not belong to the session’s repository any more: {1}. Mend the link, keep the files as a snapshot, or drop the session and leave the files. Nothing was changed.',
        the('worktree'),
        faultWord(data['fault'], t),
      ),
    WORKTREE_LOCKED: () => t('{0} is locked (see git worktree unlock); nothing was deleted.', the('path')),
    WORKTREE_NOT_OURS: () => t('{0} is not a worktree that Branchline made; nothing was deleted.', the('path')),
    NOT_ORPHANED: () => t('{0} is no worktree without a session.', the('path')),
    DIRTY: () => t('Work that was not committed would be lost.'),
    NOT_MADE: () => t('The worktree’s folder could not be made. {0}', said),
    NOT_DELETED: () => t('{0} could not be deleted.', the('path')),
    NO_COMMENT: () => t('There is no such comment any more, or none that was not sent yet.'),
    BAD_COMMENT: () => t('A comment needs words, and lines to be on.'),
    TOO_MANY_COMMENTS: () => t('A session has at most {0} comments. Delete those that are done with.', the('most')),
    NO_SNAPSHOT: () => t('There is no such snapshot any more.'),
    NOT_KEPT: () =>
      t(
        'A snapshot cannot hold everything in this worktree, so it stays. Move that elsewhere, or pause without freeing the disk.',
      ),
    RESTORE_BLOCKED: () =>
      t(
        '{0} is in the way: it is ignored, or too large for snapshots, or was changed just now. Move it, then try again. Nothing was changed.',
        the('path'),
      ),
    RESTORE_INCOMPLETE: () =>
      t(
        'Not every file could be written: {0} is not as it was. Free some space or mend its permissions, then try again.',
        the('path'),
      ),
    // Undoing, and trying in the main checkout.
    FILE_ALTERED: () => t('{0} was changed since it was shown. Look at it again; nothing was taken back.', the('path')),
    NOTHING_TO_UNDO: () => t('There is nothing left to take back.'),
    NOT_UNDOABLE: () => t('This cannot be undone by itself. {0}', said),
    UNDO_CONFLICT: () => t('Later work is on the same lines, so nothing was changed. {0}', said),
    DECISION_SHARED: () =>
      t('{0} answers followed each other so quickly that they can only be undone together.', the('count')),
    CHECKOUT_MOVED: () =>
      t(
        'The main checkout was on {0} at {1} when the trial began, and is elsewhere now. Go back there with git, or keep the files as they are.',
        the('branch'),
        the('head'),
      ),
    TRIED_ALREADY: () => t('“{0}” is being tried in the main checkout. End that first.', the('name')),
    NO_DIFFERENCE: () => t('The main checkout has the same files already.'),
    NOT_TRIED: () => t('This session is not being tried.'),
    // Files and folders, and Branchline itself.
    BAD_PATH: () => t('“{0}” does not lead to a file or folder inside the worktree.', the('path')),
    PATH_MISSING: () => t('There is no folder {0}.', the('path')),
    PERMISSION_DENIED: () => t('The system does not allow it. {0}', said),
    DISK_FULL: () => t('The disk is full. Free some space, then try again.'),
    STORE_UNREADABLE: own,
    STORE_TOO_NEW: own,
    STORE_NOT_MIGRATED: own,
    NO_FOLDER: () => t('A folder of Branchline’s own cannot be made or written to. {0}', said),
    UNSAFE_FOLDER: () => t('A folder of Branchline’s own is not safe. {0}', said),
    BAD_HOME: own,
    NOT_SAVED: () => t('It could not be saved. {0}', said),
    BAD_RECORDING: own,
    BAD_CASES: own,
    INTERNAL: () => t('Something went wrong inside Branchline. See the log.'),
  };
  return (known(sentences, data.code) ?? own)();
}

/** Names that others gave, the first few of them. */
function list(names: unknown): Plain {
  const found = Array.isArray(names) ? names.map(String) : [];
  return plain(found.slice(0, 3).join(', ') + (found.length > 3 ? ', …' : ''));
}

/** What is wrong between a worktree and its repository. */
function faultWord(fault: unknown, t: Translate): Plain {
  const words: Record<string, Plain> = {
    lost: t('its .git file is gone'),
    replaced: t('its .git leads to another repository'),
    pruned: t('git has pruned it'),
  };
  return known(words, String(fault)) ?? plain(String(fault));
}
