"""Why things are as they are, in fixed words: why a session or auto-yes is paused, how a turn ended, why a snapshot was
taken. They are kept on the disk, so that the words of earlier versions stay."""

from __future__ import annotations

import enum

import attrs


class PauseReason(str, enum.Enum):
    """Why a session is paused."""

    PAUSED = "paused"
    """The user paused it."""
    STOPPED = "stopped"
    """The user ended its agent."""
    INTERRUPTED = "interrupted"
    """A crash or a reboot ended its agent."""
    RESTORED = "restored"
    """It was removed, and the user brought it back."""
    ADOPTED = "adopted"
    """Its worktree had no session, and the user gave it one."""


class AutoYesPauseCode(str, enum.Enum):
    """Why auto-yes does not answer in a session though it is on."""

    STOPPED_ALL = "stoppedAll"
    """The user stopped it everywhere."""
    SAME_ANSWERS = "sameAnswers"
    """The same was answered `count` times within `seconds`."""
    ANSWERS_PER_MINUTE = "answersPerMinute"
    """`count` answers were given within `seconds`."""
    ANSWERS_WITHOUT_LOOK = "answersWithoutLook"
    """`count` answers were given without anybody looking."""
    HOOK_NOT_FOLLOWED = "hookNotFollowed"
    """The agent's hook was answered, but it still asks the same."""
    SCREEN_MOVES = "screenMoves"
    """The agent's screen does not rest, so that no key can be sent."""
    UNCONFIRMED = "unconfirmed"
    """The list of sessions was edited while no sidecar ran, or may have been: nobody knows that the user turned it on.
    """
    NOT_ANSWERED = "notAnswered"
    """An answer could not be given; `detail` is the error's sentence."""


@attrs.frozen
class AutoYesPause:
    """`code` is an AutoYesPauseCode, or a whole sentence of an earlier version. What it does not speak of is 0 or
    empty."""

    code: str
    count: int = 0
    seconds: int = 0
    detail: str = ""


class TurnReason(str, enum.Enum):
    """How an agent's turn ended, where that is worth saying: mostly why it could not go on, as the agent tells."""

    RATE_LIMITED = "rate limited"
    OVERLOADED = "overloaded"
    """The provider has no room for it now."""
    LOGIN_NEEDED = "login needed"
    CONTEXT_FULL = "context full"
    """The conversation is too long for the model."""
    API_ERROR = "api error"
    """Any other error."""
    BACKGROUND_TASKS = "background tasks running"
    """Something that it started goes on without it."""
    BACKGROUND_ENDED = "background tasks ended"
    """Something that went on without it has ended since."""


class WorkingReason(str, enum.Enum):
    """What more is to be said of a session that works."""

    INSTRUCTION_WAITS = "instruction waits"
    """Its agent rests, and an instruction that was taken over is still to be typed."""
    QUIET = "no output"
    """Its agent has shown no sign of life for as long as the user set."""


class StartReason(str, enum.Enum):
    """Why a session is starting though its agent runs."""

    NOTHING_DRAWN = "nothing drawn"
    """It has drawn nothing yet, and is silent."""


class InputReason(str, enum.Enum):
    """Why a session whose agent rests waits for the user, though nothing is asked."""

    CUT_OFF = "instruction cut off"
    """One was not typed to its end, or not sent, and in the agent's input stands something else too."""


class SnapshotReason(str, enum.Enum):
    """Why a snapshot was taken."""

    START = "at the start"
    """The agent was ready for the first time."""
    READY = "at ready"
    """The agent's turn was over."""
    END = "at its end"
    """The agent ended."""
    BEFORE_ANSWER = "before an automatic answer"
    """Auto-yes was about to let the agent go on."""
    BEFORE_PAUSE = "before pause"
    BEFORE_RESTORE = "before restore"
    """Files of another snapshot were about to be brought back."""
    AFTER_RESTORE = "after restore"
    AFTER_ANSWER = "after an automatic answer"
    """The agent asked the next question, which is left to the user."""
    BEFORE_UNDO = "before undo"
    """Some of the changes were about to be taken back."""
    AFTER_UNDO = "after undo"
    TRYING = "before trying"
    """Of the main checkout: what a session has was about to be put there, or taken away again."""
    BEFORE_REMOVE = "before remove"
    """The session was about to be removed."""
    BEFORE_LANDING = "before landing"
    """Its work was about to come into its parent branch."""
    BEFORE_UPDATE = "before update"
    """Its branch was about to get what its base has."""
    STRAYED = "after another agent was there"
    """Another session's agent wrote in its worktree, or went there."""
    ON_DEMAND = "on demand"
    """The user, or a comparison with the files as they are now, asked for it."""


def snapshot_reason(word: str) -> SnapshotReason | str:
    """What stands in a snapshot's message; the word itself where another version wrote one that is not known here."""
    return next((each for each in SnapshotReason if each.value == word), word)
