"""What the user is told of unasked, when, and in which window: `attend(attention, event, now) -> (attention, effects)`.

What several sessions need within GATHERED seconds is one message, in one window. What is before the user's eyes is not
told at all, nor what was settled meanwhile. Nothing here reads a clock: `due` says when `Due` has to come.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

import attrs

from branchline.core.model.session import Session
from branchline.core.session.attention_events import (
    Begun,
    Due,
    Effect,
    Event,
    Level,
    NeedsSeen,
    SessionChanged,
    SessionDropped,
    Tell,
    WindowClosed,
    WindowLooked,
    WindowOpened,
)
from branchline.core.session.needs import Need, NeedKind, is_left_by_auto_yes, is_left_to_user, need_of

GATHERED = 2.0
"""Seconds from the first of several to the message about all of them."""


_KINDS = {
    Level.OFF: frozenset[NeedKind](),
    Level.WAITING: frozenset({NeedKind.WAITING}),
    Level.WAITING_AND_FAILED: frozenset({NeedKind.WAITING, NeedKind.FAILED, NeedKind.QUIET}),
    Level.ALL: frozenset(NeedKind),
}


@attrs.frozen
class Window:
    folders: tuple[str, ...] = ()
    focused: bool = False
    focused_at: float = float("-inf")
    """When the user was in it last."""
    session: str | None = None
    """Whose terminal is in front."""


@attrs.frozen
class Standing:
    """A need that nobody has met yet."""

    need: Need
    window: int | None = None
    """Where it was told."""
    seen: bool = False
    """The user knows of it, or does not want to: it is told nowhere any more."""
    holds: bool = True
    """False while auto-yes may still answer it."""
    begun: bool = True
    """It was said that it begins."""
    left: bool = False
    """Auto-yes left it: whoever turned that on is told so, though they knew that it waits."""

    @property
    def is_untold(self) -> bool:
        return self.holds and self.window is None and not self.seen


@attrs.frozen
class Attention:
    standing: Mapping[str, Standing] = attrs.field(factory=dict)
    """By session."""
    windows: Mapping[int, Window] = attrs.field(factory=dict)
    due: float | None = None

    @classmethod
    def among(cls, sessions: Iterable[Session]) -> Attention:
        """Of a sidecar that starts: what waits may have been told by none before it; the rest was, or shows."""
        found = [(session, need) for session in sessions if (need := need_of(session))]
        return cls(
            {
                session.id: attrs.evolve(_standing(session, need), seen=need.kind is not NeedKind.WAITING)
                for session, need in found
            }
        )


def attend(attention: Attention, event: Event, now: float) -> tuple[Attention, list[Effect]]:
    """`now` in seconds of any clock that only goes forward."""
    match event:
        case SessionChanged(session, is_answered):
            return _changed(attention, session, is_answered, now)
        case SessionDropped(session_id):
            return _without(attention, session_id), []
        case WindowOpened(number, folders):
            return _opened(attention, number, folders, now), []
        case WindowLooked(number, focused, session):
            return _looked(attention, number, focused, session, now), []
        case WindowClosed(number):
            windows = {each: window for each, window in attention.windows.items() if each != number}
            left = {
                key: attrs.evolve(each, window=None) if each.window == number else each
                for key, each in attention.standing.items()
            }
            return _armed(attrs.evolve(attention, windows=windows, standing=left), now), []
        case NeedsSeen(ids):
            return _seen(attention, lambda each: each.need.id in ids), []
        case Due(level, quiet):
            return _told(attrs.evolve(attention, due=None), level, quiet)


def _changed(attention: Attention, session: Session, is_answered: bool, now: float) -> tuple[Attention, list[Effect]]:
    need, known = need_of(session), attention.standing.get(session.id)
    if need is None:
        return _without(attention, session.id), []
    standing = _standing(session, need, is_answered)
    if known is not None and _is_same(known.need, need):
        need = attrs.evolve(need, prompt=need.prompt or known.need.prompt, at=known.need.at)
        is_told = known.left or not standing.left
        before = known if is_told else attrs.evolve(known, window=None, seen=False)
        standing = attrs.evolve(
            before,
            need=need,
            holds=standing.holds,
            begun=known.begun or standing.begun,
            left=known.left or standing.left,
        )
    else:
        known = None
    begins = standing.begun and (known is None or not known.begun)
    if standing.is_untold and session.id in _before_eyes(attention):
        standing = attrs.evolve(standing, seen=True)
    standing_now = {**attention.standing, session.id: standing}
    return _armed(attrs.evolve(attention, standing=standing_now), now), [Begun(need)] if begins else []


def _opened(attention: Attention, number: int, folders: tuple[str, ...], now: float) -> Attention:
    """Who comes back, with no window open, is told of all that wait, whatever they knew before."""
    standing = attention.standing
    if not attention.windows:
        standing = {
            key: attrs.evolve(each, window=None, seen=False) if each.need.kind is NeedKind.WAITING else each
            for key, each in standing.items()
        }
    windows = {**attention.windows, number: Window(folders)}
    return _armed(attrs.evolve(attention, standing=standing, windows=windows), now)


def _standing(session: Session, need: Need, is_answered: bool = False) -> Standing:
    """As it begins."""
    holds = need.kind is not NeedKind.WAITING or (is_left_to_user(session) and not is_answered)
    return Standing(need, holds=holds, begun=holds, left=is_left_by_auto_yes(session))


def _before_eyes(attention: Attention) -> set[str | None]:
    """Sessions whose terminals the user looks at."""
    return {window.session for window in attention.windows.values() if window.focused}


def _is_same(known: Need, need: Need) -> bool:
    """A prompt that cannot be read for a moment does not make it another one."""
    if (known.kind, known.about) != (need.kind, need.about):
        return False
    return known.prompt == need.prompt or known.prompt is None or need.prompt is None


def _without(attention: Attention, session_id: str) -> Attention:
    standing = {key: each for key, each in attention.standing.items() if key != session_id}
    return attrs.evolve(attention, standing=standing)


def _seen(attention: Attention, is_seen: Callable[[Standing], bool]) -> Attention:
    standing = {key: attrs.evolve(each, seen=each.seen or is_seen(each)) for key, each in attention.standing.items()}
    return attrs.evolve(attention, standing=standing)


def _looked(attention: Attention, number: int, focused: bool, session: str | None, now: float) -> Attention:
    window = attention.windows.get(number)
    if window is None:
        return attention
    was_there = focused or window.focused
    window = Window(window.folders, focused, now if was_there else window.focused_at, session)
    attention = attrs.evolve(attention, windows={**attention.windows, number: window})
    if not focused:
        return attention
    # Who comes to the window sees what stands there; that somebody waits is said once more when it closes.
    seen = _seen(
        attention,
        lambda each: (
            (each.holds and each.need.session_id == session)
            or (each.window == number and each.need.kind is not NeedKind.WAITING)
        ),
    )
    return _armed(seen, now)


def _armed(attention: Attention, now: float) -> Attention:
    """Telling is due soon, where there is something to tell and somebody to tell it to."""
    untold = any(each.is_untold for each in attention.standing.values())
    due = (attention.due or now + GATHERED) if untold and attention.windows else None
    return attrs.evolve(attention, due=due)


def _told(attention: Attention, level: Level, quiet: bool) -> tuple[Attention, list[Effect]]:
    """While it is quiet nothing is told, and nothing forgotten: what comes after that tells it all."""
    if quiet or not attention.windows:
        return attention, []
    attention = _seen(attention, lambda each: each.is_untold and each.need.kind not in _KINDS[level])
    untold = [each.need for each in attention.standing.values() if each.is_untold]
    needs = tuple(sorted(untold, key=lambda need: (need.at, need.session_id)))
    if not needs:
        return attention, []
    number = teller(attention.windows, [need.folders for need in needs])
    focused = attention.windows[number].focused
    standing = {
        key: attrs.evolve(each, window=number, seen=focused and each.need.kind is not NeedKind.WAITING)
        if each.need in needs
        else each
        for key, each in attention.standing.items()
    }
    return attrs.evolve(attention, standing=standing), [Tell(number, needs)]


def teller(windows: Mapping[int, Window], about: Collection[Collection[str]]) -> int:
    """The window that the user is in, or was in last; where nobody knows, one that has most of it open: `about` has the
    folders of each thing that is to be told."""

    def rank(number: int) -> tuple[bool, float, int, int]:
        window = windows[number]
        opened = sum(any(_is_in(folder, window.folders) for folder in folders) for folders in about)
        return window.focused, window.focused_at, opened, -number

    return max(windows, key=rank)


def _is_in(folder: str, opened: tuple[str, ...]) -> bool:
    return any(each == folder or each.startswith(f"{folder}/") for each in opened)
