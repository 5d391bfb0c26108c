"""What is kept of a screen from look to look, and what it says where an agent's own rules know nothing."""

from __future__ import annotations

from collections.abc import Callable

import attrs

from branchline.core.model.screen import Observation, ScreenView
from branchline.core.model.status import Status
from branchline.core.screen import any_input
from branchline.core.screen.activity import QUIET, RULE
from branchline.core.screen.any_dialog import Dialog, dialog
from branchline.core.screen.motion import Rows, least
from branchline.core.screen.observations import STILL, waiting
from branchline.core.screen.standing import Standing

_FIRST = 3.0
"""Seconds from its first input on in which an agent still greets, and nobody has opened anything yet."""
_DRAWN = 1.2
"""Seconds after which a dialog is drawn, on a busy machine too."""
_BESIDE = 2
"""Rows above and below an input where hints and counts of what is typed may stand."""
NO_RULE = "no rule knows it, but it is a dialog: "
Observe = Callable[[ScreenView], Observation | None]


@attrs.frozen
class AnyScreen:
    """`ready_at` is when the agent was ready for the first time, and `input` where it was when it was last."""

    rows: Rows = attrs.field(factory=Rows)
    standing: Standing = attrs.field(factory=Standing)
    input: range | None = None
    ready_at: float | None = None

    def looked(self, view: ScreenView, now: float, draws: bool) -> tuple[AnyScreen, ScreenView]:
        """The view with what moves in it; `draws` as in `Motion`."""
        rows = self.rows.next(view.lines, now - view.quiet_for)
        # Here and below not by `attrs.evolve`, which takes a tenth of a look's time.
        after = AnyScreen(rows, self.standing, self.input, self.ready_at)
        return after, view.moving(rows.motion(now, draws))

    def published(self, seen: Observation, now: float) -> AnyScreen:
        return attrs.evolve(self, ready_at=now) if self.ready_at is None and _is_ready(seen) else self

    def adapted(
        self, own: Observe, seen: Observation | None, view: ScreenView, now: float, published: Observation | None
    ) -> tuple[AnyScreen, Observation | None]:
        """What it says of an agent whose own rules know its screens, and have `seen` this. Where they know nothing, and
        it is a dialog, that; but while anything moves it may be half drawn, and they will know it in a moment."""
        if seen is not None:
            return attrs.evolve(self, standing=Standing()), seen
        after, found = self._dialog(view, now, published)
        still = QUIET if view.quiet_for >= QUIET else _DRAWN
        return (after, None) if found is None else after._told(own, found, view, now, still)

    def unadapted(
        self, own: Observe, view: ScreenView, now: float, published: Observation | None
    ) -> tuple[AnyScreen, Observation | None]:
        """What it says of an agent that nobody adapted to, of which `own` knows what any program does."""
        seen = own(view)
        if seen is not None and seen.status is not Status.WAITING:
            at_work = any_input.at_work(view)
            return self, any_input.observe(view) if at_work else seen
        after, found = self._dialog(view, now, published)
        if found is not None:
            after, told = after._told(own, found, view, now, STILL)
            return after, seen if seen is not None and after.standing.is_own is not False else told
        if seen is None and after.standing.id:
            return after, None  # the dialog may be half drawn: it is not gone yet
        return (after, seen) if seen is not None else after._working_or_ready(view, published)

    def _dialog(self, view: ScreenView, now: float, published: Observation | None) -> tuple[AnyScreen, Dialog | None]:
        is_first = self.ready_at is None or now - self.ready_at < _FIRST
        found = dialog(view, is_first=is_first, opened_itself=not _is_ready(published))
        standing = self.standing.looked(found.prompt.id if found else "", now, view.quiet_for)
        return AnyScreen(self.rows, standing, self.input, self.ready_at), found

    def _told(
        self, own: Observe, found: Dialog, view: ScreenView, now: float, still: float
    ) -> tuple[AnyScreen, Observation | None]:
        """The dialog once it has stood still for `still` seconds, whatever moves beside it. Who tells a dialog first
        goes on to tell it, since half a frame may look different to the other one."""
        stood = self.standing.stood(now)
        if stood is None or stood < still - 1e-6:
            return self, None
        is_own, told = self.standing.is_own, None
        if is_own is not False:
            told = own(attrs.evolve(view, quiet_for=max(view.quiet_for, stood)))
            told = told if told is not None and told.prompt is not None and told.prompt.options else None
        if is_own is None:
            is_own = told is not None
        after = self
        if is_own is not self.standing.is_own:
            after = attrs.evolve(self, standing=attrs.evolve(self.standing, is_own=is_own))
        if is_own:
            return after, told
        return after, waiting(f"{NO_RULE}{found.rule}", found.prompt)

    def _working_or_ready(
        self, view: ScreenView, published: Observation | None
    ) -> tuple[AnyScreen, Observation | None]:
        seen = any_input.observe(view)
        if seen is not None and seen.status is Status.READY:
            return attrs.evolve(self, input=any_input.input_rows(view)), seen
        if seen is None and _is_ready(published) and self.input is not None:
            # What is typed may take the place of the sign.
            near = range(self.input.start - _BESIDE, self.input.stop + _BESIDE)
            if least(view.motion.words, lambda row: row not in near) >= QUIET:
                return self, Observation(Status.READY, "an input, and what is typed there")
        return self, seen


def _is_ready(seen: Observation | None) -> bool:
    """By what is on the screen, and not just by a silence."""
    return seen is not None and seen.status is Status.READY and seen.rule != RULE
