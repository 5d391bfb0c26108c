"""What went wrong, as codes for programs."""

from __future__ import annotations

import enum


class ErrorCode(str, enum.Enum):
    """What went wrong, for programs: a client may tell codes apart, their sentences never."""

    _value_: str
    meaning: str

    def __new__(cls, code: str, meaning: str = "") -> ErrorCode:
        made = str.__new__(cls, code)
        made._value_, made.meaning = code, meaning
        return made

    NOT_ALLOWED = "NOT_ALLOWED", "What descends from an agent may not do this."
    NO_SESSION = "NO_SESSION", "There is no such session, or not any more."
    AMBIGUOUS = "AMBIGUOUS", "Several sessions begin with the id that was given."
    INVALID_STATE = "INVALID_STATE", "This cannot be done in the session's status."
    INVALID_NAME = (
        "INVALID_NAME",
        "No session can have this name or title, or another one has the name; the message says why.",
    )
    BAD_NAME = "BAD_NAME", "A snapshot's name is too long."
    NAME_TAKEN = "NAME_TAKEN", "Every name like this one is taken."
    BAD_ID = "BAD_ID", "A new session cannot have the id that was chosen for it."
    BAD_SANDBOX = "BAD_SANDBOX", "Sessions cannot be sandboxed like this."
    NOT_RUNNING = "NOT_RUNNING", "The session's agent does not run."
    STILL_RUNNING = "STILL_RUNNING", "The agent has not ended."
    ALREADY_RUNNING = "ALREADY_RUNNING", "An agent runs in this session already."
    AGENT_WORKS = "AGENT_WORKS", "The agent is at work on these files."
    AGENT_UNKNOWN = "AGENT_UNKNOWN", "There is no agent of this name."
    AGENT_NOT_FOUND = "AGENT_NOT_FOUND", "The agent's program is not installed, or not found."
    BAD_AGENT = "BAD_AGENT", "The setting that defines this agent cannot be used."
    PERSONA_UNKNOWN = "PERSONA_UNKNOWN", "There is no persona of this name."
    BAD_PERSONA = "BAD_PERSONA", "The setting that defines this persona cannot be used."
    TEMPLATE_UNKNOWN = "TEMPLATE_UNKNOWN", "There is no template of this name."
    BAD_TEMPLATE = "BAD_TEMPLATE", "The template cannot be used as it is written, or not with these values."
    SPAWN_FAILED = "SPAWN_FAILED", "The agent's process could not be started."
    HOST_UNREACHABLE = "HOST_UNREACHABLE", "The terminal host does not start, does not answer, or has gone away."
    NO_SCROLLBACK = "NO_SCROLLBACK", "The file that holds the scrollback could not be made."
    BAD_OFFSET = "BAD_OFFSET", "There is no output at this offset."
    BAD_REQUEST = "BAD_REQUEST", "The fields of a request to the terminal host, or of a viewer, do not fit."
    BAD_LEVEL = "BAD_LEVEL", "The terminal host knows no such log level."
    UNKNOWN_OP = "UNKNOWN_OP", "The terminal host knows no such operation."
    TOO_LARGE = "TOO_LARGE", "A message is larger than the terminal host takes."
    SIDECAR_UNREACHABLE = "SIDECAR_UNREACHABLE", "The sidecar does not start, or went away while it was asked."
    SCREEN_LIBRARY = "SCREEN_LIBRARY", "The library that reads terminal screens is missing, or of another version."
    STALE_PROMPT = "STALE_PROMPT", "The agent does not ask that any more; nothing was typed."
    NO_SUCH_OPTION = "NO_SUCH_OPTION", "The prompt does not offer that choice, or only in a way that cannot be typed."
    NOT_ANSWERED = (
        "NOT_ANSWERED",
        "The prompt stands as before, or its screen does not rest: answer in the agent's terminal.",
    )
    BUSY = "BUSY", "Another answer is just being given; this one was not."
    STOPPED = "STOPPED", "Auto-yes was switched off before the key was sent."
    TOKEN_UNKNOWN = "TOKEN_UNKNOWN", "No prompt was given out with this token, or by an earlier sidecar."
    TOKEN_USED = "TOKEN_USED", "The prompt was answered with this token already."
    TOKEN_STALE = "TOKEN_STALE", "What the token was given out for is not asked any more."
    TOO_MANY_GUESSES = "TOO_MANY_GUESSES", "So many unknown tokens were tried that none is looked at for a minute."
    BAD_TEXT = "BAD_TEXT", "A text to be typed is empty, too long, or holds a control character."
    NOT_READY = "NOT_READY", "The agent takes no instruction now."
    INPUT_BUSY = "INPUT_BUSY", "Something stands in the agent's input, or is being typed."
    DIALOG_OPEN = "DIALOG_OPEN", "The agent asks something, and an instruction would answer it."
    BAD_RULE = "BAD_RULE", "A text is no rule of auto-yes."
    NOT_LOGGED = "NOT_LOGGED", "Nothing was decided on this prompt."
    NOT_A_REPO = "NOT_A_REPO", "The folder is in no git repository."
    BARE_REPO = "BARE_REPO", "The repository has no checkout."
    REPO_GONE = (
        "REPO_GONE",
        "The session's repository is not where it was, nor where a window is open: moved, or deleted.",
    )
    OTHER_REPO = "OTHER_REPO", "The folder is in a repository, but not in the session's."
    UNSAFE_REPO = "UNSAFE_REPO", "git does not trust the repository, because another user owns it."
    NO_COMMIT = "NO_COMMIT", "There is no commit yet to start a branch from."
    BAD_FILES = "BAD_FILES", "These files cannot be given to an agent."
    BAD_LIMITS = "BAD_LIMITS", "There are no such limits for a session."
    BAD_ARGUMENTS = "BAD_ARGUMENTS", "These cannot be an agent's extra arguments."
    BAD_VARIABLE = "BAD_VARIABLE", "This is no variable, or none that can be set for one session."
    NOT_CONFIRMED = "NOT_CONFIRMED", "Nobody vouches that the user set what the session's agent is started with."
    BAD_BASE = "BAD_BASE", "Uncommitted changes come along only from the commit that the main checkout has."
    BASE_NOT_FOUND = "BASE_NOT_FOUND", "There is no branch or commit of this name to start from."
    BRANCH_NOT_FOUND = "BRANCH_NOT_FOUND", "There is no branch of this name."
    PULL_REQUEST_NOT_FOUND = "PULL_REQUEST_NOT_FOUND", "No remote of the repository gives this pull request."
    BRANCH_CHECKED_OUT = "BRANCH_CHECKED_OUT", "The branch is checked out in another worktree."
    BRANCH_MOVED = "BRANCH_MOVED", "The branch has other commits than it should have; it was left alone."
    BAD_PREFIX = "BAD_PREFIX", "The setting for what branches begin with makes no branch name."
    FILTER_FAILED = "FILTER_FAILED", "A filter that the repository's files need, such as Git LFS, could not be run."
    NO_WORKTREE = "NO_WORKTREE", "The session has no worktree now."
    WORKTREE_MISSING = "WORKTREE_MISSING", "The session's worktree is gone, and no snapshot holds it."
    WORKTREE_UNLINKED = (
        "WORKTREE_UNLINKED",
        "The worktree and the session's repository do not lead to each other any more; `data` has the `fault`.",
    )
    WORKTREE_LOCKED = "WORKTREE_LOCKED", "The worktree is locked; nothing was deleted."
    WORKTREE_NOT_OURS = "WORKTREE_NOT_OURS", "The worktree was not made by Branchline; nothing was deleted."
    NOT_ORPHANED = "NOT_ORPHANED", "This is no worktree of Branchline's without a session."
    DIRTY = "DIRTY", "Work would be lost; `data` counts it. Ask again with `force` to do it all the same."
    NOT_MADE = "NOT_MADE", "The worktree's folder could not be made."
    NOT_DELETED = "NOT_DELETED", "The worktree's folder could not be deleted."
    BAD_REVISION = "BAD_REVISION", "This is not the id of a commit or tree of the repository."
    NOT_FETCHED = "NOT_FETCHED", "The clone is a partial one, and only its remote has this."
    BAD_PATH = "BAD_PATH", "The path does not lead to a file inside the worktree."
    PATH_MISSING = "PATH_MISSING", "There is no such folder."
    PERMISSION_DENIED = "PERMISSION_DENIED", "The system does not let git, or Branchline, do it."
    DISK_FULL = "DISK_FULL", "There is no room left on the disk."
    GIT_MISSING = "GIT_MISSING", "git is not installed, or not found."
    GIT_TIMEOUT = "GIT_TIMEOUT", "git took too long, and was ended."
    GIT_KILLED = "GIT_KILLED", "git was ended by a signal."
    GIT_FAILED = "GIT_FAILED", "git failed in another way; `data` holds its `stderr` and `status`."
    NO_CHECK = "NO_CHECK", "No command is set that could check the repository, or it is not to be found."
    NO_SCRIPT = "NO_SCRIPT", "The project has no script of this kind."
    NOT_APPROVED = "NOT_APPROVED", "The user has not approved the script as it is now; `data` has its `digest`."
    SCRIPT_CHANGED = "SCRIPT_CHANGED", "The repository's script is another one than was shown; it was not approved."
    RUN_UNKNOWN = "RUN_UNKNOWN", "Neither the settings nor the repository say what to run."
    NOTHING_TO_LAND = "NOTHING_TO_LAND", "The other branch has all of the session's work."
    LAND_CONFLICT = "LAND_CONFLICT", "It cannot be merged by itself; `data` has the `files`, and the branch `onto`."
    CHECKOUT_DIRTY = (
        "CHECKOUT_DIRTY",
        "A checkout of the user's is not free: `data` has its `path`, and the `files` that are in the way.",
    )
    COMMIT_REFUSED = (
        "COMMIT_REFUSED",
        "A hook or the program that signs refused, or git itself: `data` has what was `said`, whether by `signing`.",
    )
    NOT_PUSHED = (
        "NOT_PUSHED",
        "A remote or a hook refused it, or the remote was not to be had; `data` has what was `said`.",
    )
    GIT_TOO_OLD = (
        "GIT_TOO_OLD",
        "git is of a version that cannot do this; `data` has what it `needs`, and what it `has`.",
    )
    NO_COMMENT = "NO_COMMENT", "There is no such comment, or not any more."
    BAD_COMMENT = "BAD_COMMENT", "A comment without words, or on lines that no file has."
    TOO_MANY_COMMENTS = "TOO_MANY_COMMENTS", "The session has as many as are kept. `most`: how many these are."
    NOTHING_TO_TELL = "NOTHING_TO_TELL", "No check failed, or no thread is open."
    BASE_CONFLICT = (
        "BASE_CONFLICT",
        "The session and its base changed the same; `data` has the `files` and the `base`. Nothing was changed.",
    )
    NO_SNAPSHOT = "NO_SNAPSHOT", "There is no such snapshot, or not any more."
    NOT_KEPT = "NOT_KEPT", "A snapshot cannot hold all of the worktree, so it stays."
    RESTORE_BLOCKED = "RESTORE_BLOCKED", "Something in the worktree is in the way of a file; nothing was restored."
    RESTORE_INCOMPLETE = "RESTORE_INCOMPLETE", "A file could not be written; the others are restored."
    FILE_ALTERED = "FILE_ALTERED", "The file was changed since it was shown; nothing was taken back."
    NOTHING_TO_UNDO = "NOTHING_TO_UNDO", "Nothing was changed then, or nothing of it is left."
    NOT_UNDOABLE = "NOT_UNDOABLE", "This cannot be taken back by itself."
    UNDO_CONFLICT = (
        "UNDO_CONFLICT",
        "Later work is on the same lines; nothing was changed. `data` has the `files`, and `since`, a snapshot.",
    )
    DECISION_SHARED = "DECISION_SHARED", "Other answers stand between the same snapshots; `data` counts them."
    CHECKOUT_MOVED = "CHECKOUT_MOVED", "The main checkout has another branch or commit than when the trial began."
    TRIED_ALREADY = "TRIED_ALREADY", "A session is being tried there, or this one is."
    NO_DIFFERENCE = "NO_DIFFERENCE", "The main checkout has the same files already."
    NOT_TRIED = "NOT_TRIED", "The session is not being tried."
    STORE_UNREADABLE = "STORE_UNREADABLE", "The list of sessions cannot be read."
    STORE_TOO_NEW = "STORE_TOO_NEW", "The list of sessions was written by a newer Branchline."
    STORE_NOT_MIGRATED = (
        "STORE_NOT_MIGRATED",
        "The list of sessions is of an older Branchline, and could not be taken over.",
    )
    NO_FOLDER = "NO_FOLDER", "A folder of Branchline's own could not be made or written to."
    UNSAFE_FOLDER = (
        "UNSAFE_FOLDER",
        "A folder of Branchline's own is a link, belongs to somebody else, or stands where others can write.",
    )
    BAD_HOME = "BAD_HOME", "BRANCHLINE_HOME is no absolute path."
    NOT_SAVED = "NOT_SAVED", "A report could not be written."
    BAD_RECORDING = "BAD_RECORDING", "The file is no recording of a terminal."
    BAD_CASES = "BAD_CASES", "The file holds no cases to judge, or one of them does not fit."
    INTERNAL = "INTERNAL", "Something went wrong inside Branchline; the log has the cause."
    __str__ = str.__str__

    @classmethod
    def read(cls, word: object) -> ErrorCode:
        return next((each for each in cls if each.value == word), cls.INTERNAL)  # One of another version.
