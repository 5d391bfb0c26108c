"""Why a session needs the user, told from its record: it waits, failed, finished, or works without a sign of life."""

from __future__ import annotations

import enum

import attrs

from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.core.policy.policy import Preset
from branchline.core.reasons import TurnReason, WorkingReason


class NeedKind(str, enum.Enum):
    """What a session needs the user for."""

    WAITING = "waiting"
    """Its agent asks something that auto-yes does not answer."""
    FAILED = "failed"
    """Its agent crashed, could not be started, or cannot go on."""
    FINISHED = "finished"
    """Its agent's turn is over, or it ended by itself."""
    QUIET = "quiet"
    """Its agent works, and has printed nothing for long."""


_CANNOT_GO_ON = {
    TurnReason.RATE_LIMITED.value,
    TurnReason.OVERLOADED.value,
    TurnReason.LOGIN_NEEDED.value,
    TurnReason.CONTEXT_FULL.value,
    TurnReason.API_ERROR.value,
}


@attrs.frozen
class Need:
    session_id: str
    kind: NeedKind
    prompt: str | None
    """The id of what it asks, as soon as that is known."""
    at: float
    """Since when, in seconds since the epoch."""
    folders: tuple[str, ...] = ()
    """Its repository and its worktree."""
    about: str = ""
    """What finished, where it is not the turn: that is told once more."""

    @property
    def id(self) -> str:
        """The same for the next sidecar, as long as the session needs the same."""
        return " ".join(filter(None, [self.kind.value, self.session_id, self.prompt, self.about.replace(" ", "-")]))


def need_of(session: Session) -> Need | None:
    """None: nobody has to do anything."""
    kind = _kind(session)
    if kind is None:
        return None
    prompt = session.prompt.id if kind is NeedKind.WAITING and session.prompt else None
    folders = tuple(folder for folder in (session.repo, session.worktree) if folder)
    since = session.evidence.at if kind is NeedKind.QUIET else session.since
    has_ended = kind is NeedKind.FINISHED and session.reason == TurnReason.BACKGROUND_ENDED.value
    return Need(session.id, kind, prompt, since, folders, TurnReason.BACKGROUND_ENDED.value if has_ended else "")


def is_left_to_user(session: Session) -> bool:
    """What it waits for is the user's to answer: auto-yes is off or paused, or has left it to them."""
    answers = session.auto_yes != Preset.OFF.value and session.auto_yes_paused is None
    return session.status is Status.WAITING and (not answers or session.asked is not None)


def is_left_by_auto_yes(session: Session) -> bool:
    """It is on in this session, and left to the user what that waits for."""
    return session.auto_yes != Preset.OFF.value and is_left_to_user(session)


def _kind(session: Session) -> NeedKind | None:
    match session.status:
        case Status.WAITING:
            return NeedKind.WAITING
        case Status.FAILED:
            return NeedKind.FAILED
        case Status.COMPLETED:
            return NeedKind.FINISHED
        case Status.READY if session.unread:
            return NeedKind.FAILED if session.reason in _CANNOT_GO_ON else NeedKind.FINISHED
        case Status.WORKING if session.reason == WorkingReason.QUIET.value:
            return NeedKind.QUIET
    return None
