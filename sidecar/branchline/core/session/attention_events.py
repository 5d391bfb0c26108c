"""What happens to the user's attention (events), and what is to be told (effects). The rules are in `attention`."""

from __future__ import annotations

import enum

import attrs

from branchline.core.model.session import Session
from branchline.core.session.needs import Need


class Level(str, enum.Enum):
    """Of what the user is told."""

    OFF = "off"
    WAITING = "waiting"
    WAITING_AND_FAILED = "waitingAndFailed"
    ALL = "all"


@attrs.frozen
class SessionChanged:
    session: Session
    is_answered: bool = False
    """What it waits for gets a common answer."""


@attrs.frozen
class SessionDropped:
    session_id: str


@attrs.frozen
class WindowOpened:
    number: int
    folders: tuple[str, ...]


@attrs.frozen
class WindowLooked:
    """Whether the user is in it, and the session whose terminal is in front there."""

    number: int
    focused: bool
    session: str | None


@attrs.frozen
class WindowClosed:
    number: int


@attrs.frozen
class NeedsSeen:
    """The user has put away the message about these, or an earlier sidecar had them told."""

    ids: tuple[str, ...]


@attrs.frozen
class Due:
    """It is time. `quiet`: the user wants to hear nothing now."""

    level: Level
    quiet: bool


Event = SessionChanged | SessionDropped | WindowOpened | WindowLooked | WindowClosed | NeedsSeen | Due

# ------------------------------------------------------------ effects


@attrs.frozen
class Begun:
    """A session needs the user from now on. Once for each prompt."""

    need: Need


@attrs.frozen
class Tell:
    """In this window, and in no other; what is needed longest is the first."""

    window: int
    needs: tuple[Need, ...]


Effect = Begun | Tell
