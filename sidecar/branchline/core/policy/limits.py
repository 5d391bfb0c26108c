"""When auto-yes stops answering a session by itself, though its policy would allow: something goes round in circles."""

from __future__ import annotations

import attrs

from branchline.core.reasons import AutoYesPause, AutoYesPauseCode


@attrs.frozen
class Limits:
    """`same` equal answers within `same_window` seconds, `often` answers within `often_window` seconds, `in_a_row`
    answers without a look by the user: the answer that would be one more is not given."""

    same: int = 5
    same_window: float = 120.0
    often: int = 30
    often_window: float = 60.0
    in_a_row: int = 200


@attrs.frozen
class History:
    """What auto-yes answered in a session lately: (time, what was asked), oldest first; times are of any one clock."""

    answers: tuple[tuple[float, str], ...] = ()
    since_look: int = 0

    def answered(self, asked: str, now: float, limits: Limits) -> History:
        """One more. What no limit looks at any more is forgotten."""
        oldest = now - max(limits.same_window, limits.often_window)
        kept = tuple(each for each in self.answers if each[0] > oldest)
        return History((*kept, (now, asked)), self.since_look + 1)

    def looked(self) -> History:
        """The user looked at the session."""
        return attrs.evolve(self, since_look=0)


def exceeded(history: History, asked: str, now: float, limits: Limits) -> AutoYesPause | None:
    """Why the next answer must not be given; None: it may be."""
    same = sum(what == asked and at > now - limits.same_window for at, what in history.answers)
    if same >= limits.same:
        return AutoYesPause(AutoYesPauseCode.SAME_ANSWERS.value, same, round(limits.same_window))
    often = sum(at > now - limits.often_window for at, _ in history.answers)
    if often >= limits.often:
        return AutoYesPause(AutoYesPauseCode.ANSWERS_PER_MINUTE.value, often, round(limits.often_window))
    if history.since_look >= limits.in_a_row:
        return AutoYesPause(AutoYesPauseCode.ANSWERS_WITHOUT_LOOK.value, history.since_look)
    return None
