"""What a session's screen, signals and hooks say together, by explicit times: the same live and in a replay.

Nothing here waits or reads a clock. Whoever drives it feeds the screen, says so, and calls `tick` when `due` says.
"""

from __future__ import annotations

from branchline.agents.shared.agent import Agent
from branchline.core.model.agent import HookEvent
from branchline.core.model.prompt import Prompt
from branchline.core.model.screen import Claim, Observation, ScreenView
from branchline.core.model.status import Status
from branchline.core.reasons import StartReason
from branchline.core.screen import fusion, sending, titles
from branchline.core.screen.activity import BLANK, BLANK_TOLD, QUIET, by_activity
from branchline.core.screen.any_input import MOVES
from branchline.core.screen.any_screen import NO_RULE, AnyScreen
from branchline.core.screen.observations import STILL
from branchline.core.screen.signals import claim_of, program_status
from branchline.terminal.screen import Progressed, Screen, StatusReported, TitleChanged

SETTLED = 0.006
"""Seconds without output after which a frame counts as written: programs write one in several pieces."""
LOOK_EVERY = 0.03
"""Seconds between looks while output flows on and on: several agents repaint at 100 kB/s while they work."""
DRIFT = 180.0
"""Seconds after which a quiet screen that no rule knows is reported: the agent's look has probably changed."""
SYNCHRONIZED_OUTPUT = 2026
"""The private mode that programs set while they draw a frame."""
CURSOR_SHOWN, OTHER_SCREEN, PASTE_TOLD = 25, 1049, 2004
"""Private modes by which a program is known that draws, and does not just print lines."""


class Tracker:
    """`status` is the session's own, as published so far; `published` what it was observed to be, or None."""

    def __init__(self, agent: Agent, screen: Screen, now: float, status: Status = Status.STARTING) -> None:
        self.agent = agent
        self.screen = screen
        self.status = status
        published = None if status is Status.STARTING else Observation(status, "as it was before")
        self._fusion = fusion.Fusion(published=published)
        self._last_output = now
        self._unseen_since: float | None = now
        self._last_look = float("-inf")
        self._looked_quiet = 0.0
        """For how long it had been quiet at the last look."""
        self._unknown_since: float | None = None
        self._drifted = False
        self._wake: float | None = None
        self._titled = float("-inf")
        """When the title changed last."""
        self._sending = sending.Sending()
        self._dialog: tuple[str, float] = ("", now)
        """The id of the dialog on the screen, and since when it has been there."""
        self._any = AnyScreen(ready_at=None if status is Status.STARTING else float("-inf"))
        self._is_blank = False
        """It was said that nothing is drawn yet."""
        self.looks = 0
        self.seen: Observation | None = None
        """What was said at the last look by the agent's rules, or behind them; None where none knew the screen."""
        self.percent: int | None = None
        """How far the program says it is (OSC 9;4); None where it says nothing, or not how far."""

    def fed(self, now: float) -> None:
        """The screen got output, or another size."""
        self._last_output = now
        if self._unseen_since is None:
            self._unseen_since = now
        for event in self.screen.events():
            if isinstance(event, TitleChanged):
                self._titled = now
            if isinstance(event, Progressed):
                self.percent = event.percent if event.state in ("set", "paused") else None
            if isinstance(event, StatusReported):
                report = program_status(event.raw)
                claim = claim_of(report, now) if report else None
                if claim is not None:
                    self._claim(claim)

    def hook(self, event: HookEvent, now: float) -> None:
        claim = self.agent.hook(event, now) if self.agent.hook else None
        if claim is not None:
            self._claim(claim)

    def quiet_for(self, now: float) -> float:
        """Seconds since the program last printed, in whole microseconds: what is due after 0.8 s is due at 0.8 s."""
        return max(0.0, round(now - self._last_output, 6))

    def view(self, now: float) -> ScreenView:
        screen = self.screen
        return ScreenView(
            screen.lines(), screen.cursor(), screen.title, screen.cols, self.quiet_for(now), screen.styled
        )

    def look(self, now: float) -> Observation | None:
        """What the agent's rules say now, or those behind them. None: it is not known, or a frame is being drawn."""
        view = self.view(now)
        self.looks += 1
        self._unseen_since = None
        self._last_look = now
        self._looked_quiet = view.quiet_for
        if self.screen.mode(SYNCHRONIZED_OUTPUT) and view.quiet_for < QUIET:
            return self.seen
        self._any, view = self._any.looked(view, now, self._draws())
        published = self._fusion.published
        if not self.agent.is_adapted:
            self._any, self.seen = self._any.unadapted(self.agent.observe, view, now, published)
        else:
            self._sending, own = sending.looked(self._sending, self.agent.observe(view), view)
            self._any, self.seen = self._any.adapted(self.agent.observe, own, view, now, published)
        is_known = self.seen is not None and not self.seen.rule.startswith(NO_RULE)
        dialog = self.seen.prompt.id if self.seen is not None and self.seen.prompt else ""
        if dialog != self._dialog[0]:
            self._dialog = (dialog, now)
        if is_known:
            self._unknown_since, self._drifted = None, False
        elif self._unknown_since is None:
            self._unknown_since = now
        return self.seen

    def unanswerable_for(self, now: float) -> float:
        """Seconds until the agent takes keys for the dialog on its screen."""
        return max(0.0, self._dialog[1] + self.agent.answer_settle - now)

    def prompt(self, now: float) -> Prompt | None:
        """What is asked at this very moment: the screen is read anew."""
        self._fusion = fusion.seen(self._fusion, self.look(now))
        # A claim alone is not enough: it may be forged, and has no dialog to answer.
        shown = self.seen is not None and self.seen.status is Status.WAITING
        merged = fusion.current(self._fusion, now) if shown else None
        return merged.prompt if merged else None

    def done(self, observation: Observation, now: float) -> None:
        """Something that we did says what the session is from now on, until the screen says otherwise for long."""
        self._fusion = fusion.done(self._fusion, Claim(observation, now))
        self.status = observation.status
        self._wake = now

    @property
    def due(self) -> float | None:
        """When `tick` is to be called next, if nothing comes before; None: an idle session costs nothing."""
        times = []
        if self._unseen_since is not None:
            settled = self._last_output + SETTLED
            times.append(max(min(settled, self._unseen_since + LOOK_EVERY), self._last_look + LOOK_EVERY))
        else:
            times += [self._last_output + quiet for quiet in self._silences if self._looked_quiet < quiet]
        if self._unknown_since is not None and not self._drifted:
            times.append(max(self._unknown_since, self._last_output) + DRIFT)
        if self._wake is not None:
            times.append(self._wake)
        return min(times, default=None)

    def tick(self, now: float) -> Observation | None:
        """Look if it is time; what is to be published, if anything is."""
        quiet_for = self.quiet_for(now)
        newly_quiet = any(self._looked_quiet < quiet <= quiet_for for quiet in self._silences)
        if newly_quiet or (self._unseen_since is not None and self._look_is_due(now)):
            self._fusion = fusion.seen(self._fusion, self.look(now))
        otherwise = self._otherwise(now) if self.seen is None else None
        self._fusion, published, self._wake = fusion.settle(self._fusion, now, otherwise)
        if published is not None:
            self.status = published.status
            self._any = self._any.published(published, now)
        return published

    def start(self, now: float) -> Observation | None:
        """Whether an agent that starts has drawn something, where that is another thing than was said before."""
        is_blank = self._any.rows.are_blank and self.quiet_for(now) >= BLANK_TOLD
        if self.status is not Status.STARTING or is_blank == self._is_blank:
            return None
        self._is_blank = is_blank
        reason = StartReason.NOTHING_DRAWN.value if is_blank else None
        return Observation(Status.STARTING, "nothing is drawn" if is_blank else "the first screen", reason)

    def has_drifted(self, now: float) -> bool:
        """True once, when no rule has known the quiet screen for long."""
        since = self._unknown_since
        if since is None or self._drifted or now < max(since, self._last_output) + DRIFT - 1e-6:
            return False
        self._drifted = True
        return True

    def _otherwise(self, now: float) -> Observation | None:
        """What is told by title and activity, where no rule knows the screen."""
        said = titles.by_title(self.screen.title, now - self._titled, self.status) if self.agent.reads_titles else None
        if said is not None:
            return said
        blank = self._any.rows.are_blank
        return by_activity(self.quiet_for(now), self.status, self.agent.start_quiet, is_blank=blank)

    @property
    def _silences(self) -> tuple[float, ...]:
        """Lengths of silence after which the screen says more than before."""
        starting = (self.agent.start_quiet, BLANK_TOLD, BLANK) if self.status is Status.STARTING else ()
        titled = (titles.FRESH,) if self.agent.reads_titles else ()
        return (STILL, QUIET, MOVES, *starting, *titled)

    def _draws(self) -> bool:
        mode = self.screen.mode
        return not mode(CURSOR_SHOWN) or mode(OTHER_SCREEN) or mode(PASTE_TOLD)

    def _look_is_due(self, now: float) -> bool:
        unseen = now if self._unseen_since is None else self._unseen_since
        if now < self._last_look + LOOK_EVERY - 1e-6:
            return False
        return now >= min(self._last_output + SETTLED, unseen + LOOK_EVERY) - 1e-6

    def _claim(self, claim: Claim) -> None:
        self._fusion = fusion.claimed(self._fusion, claim)
        self._wake = claim.at
