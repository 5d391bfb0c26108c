"""A session whose sources disagree, on a clock of the test's own."""

from __future__ import annotations

from branchline.core.model.prompt import Prompt, WaitReason
from branchline.core.model.screen import Claim, Observation
from branchline.core.model.status import Status
from branchline.core.screen import fusion
from branchline.core.screen.fusion import Fusion
from branchline.core.screen.prompts import asking, stepped

READY = Observation(Status.READY, "screen: box")
WORKING = Observation(Status.WORKING, "screen: spinner")


def dialog(command: str, complete: bool = True) -> Observation:
    options = stepped(["Yes", "No"], 0)
    prompt = asking(WaitReason.APPROVAL, "Proceed?", options, tool="Bash", command=command, complete=complete)
    return Observation(Status.WAITING, "screen: dialog", reason="approval", prompt=prompt)


def claim(status: Status, at: float, prompt: Prompt | None = None, is_end: bool = False) -> Claim:
    return Claim(Observation(status, "hook", prompt=prompt), at, is_end)


class Session:
    """Drives a Fusion as the tracker does, and keeps what it published: (time, status)."""

    def __init__(self, published: Observation | None = None) -> None:
        self.state = Fusion(published=published)
        self.changes: list[tuple[float, str]] = []
        self.last: Observation | None = None
        self._wake: float | None = None
        self._otherwise: Observation | None = None

    def at(self, time: float, *, screen: Observation | None = None, claim: Claim | None = None) -> Session:
        while self._wake is not None and self._wake < time:
            self._settle(self._wake)
        if claim:
            self.state = fusion.claimed(self.state, claim)
        if screen:
            self.state = fusion.seen(self.state, screen)
        self._settle(time)
        return self

    def unknown(self, time: float, otherwise: Observation) -> Session:
        """No rule knows the screen from then on, and activity says this."""
        self.at(time)
        self.state = fusion.seen(self.state, None)
        self._otherwise = otherwise
        self._settle(time)
        return self

    @property
    def prompt(self) -> Prompt:
        assert self.last is not None
        assert self.last.prompt is not None
        return self.last.prompt

    @property
    def command(self) -> str | None:
        return self.prompt.command

    def _settle(self, time: float) -> None:
        self.state, published, wake = fusion.settle(self.state, time, self._otherwise)
        assert wake is None or wake > time, "it would be asked again and again"
        self._wake = wake
        if published:
            self.last = published
            self.changes.append((round(time, 3), published.status.value))
