"""An hour of a user's with two windows, by a clock of its own, and what has to be told in it: kept in the plainest way,
beside the rules that are tried."""

from __future__ import annotations

import attrs

from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.core.session.attention import GATHERED
from branchline.core.session.attention_events import Tell
from branchline.core.session.needs import NeedKind
from branchline.service.base.sessions import Changed, News


@attrs.define(eq=False)
class Question:
    """One time that a session asked the user something. `untold_since` is when it had to be told from."""

    session_id: str
    prompt: str
    untold_since: float
    window: int | None = None
    known: bool = False


@attrs.define
class Seen:
    focused: bool = False
    focused_at: float = float("-inf")
    session: str | None = None


@attrs.define
class Attended:
    """`faults` are sentences: what was missed, doubled, late, in the wrong window or in the wrong order."""

    now: float = 0.0
    standing: dict[str, Question] = attrs.field(factory=dict)
    windows: dict[int, Seen] = attrs.field(factory=dict)
    asked: list[Question] = attrs.field(factory=list)
    told: int = 0
    messages: int = 0
    faults: list[str] = attrs.field(factory=list)

    # ------------------------------------------------------------ what happens

    def heard(self, news: News) -> None:
        if isinstance(news, Changed):
            self._changed(news.session)

    def _changed(self, session: Session) -> None:
        prompt = session.prompt.id if session.prompt else ""
        known = self.standing.get(session.id)
        if session.status is not Status.WAITING or (known and prompt and known.prompt != prompt):
            self.standing.pop(session.id, None)
            known = None
        is_users = session.status is Status.WAITING and (session.auto_yes == "off" or session.asked is not None)
        if is_users and prompt and known is None:
            question = Question(session.id, prompt, self.now)
            self.standing[session.id] = question
            self.asked.append(question)

    def opened(self, window: int) -> None:
        if not self.windows:
            self._due_anew(self.standing)
            for question in self.standing.values():
                question.known = False
        self.windows[window] = Seen()

    def closed(self, window: int) -> None:
        del self.windows[window]
        self._due_anew(key for key, each in self.standing.items() if each.window == window)

    def _due_anew(self, sessions: object) -> None:
        for session_id in list(sessions):  # type: ignore[call-overload]  # keys of `standing`
            question = self.standing[session_id]
            question.window, question.untold_since = None, self.now

    def looked(self, window: int, focused: bool, session: str | None) -> None:
        seen = self.windows[window]
        seen.focused_at = self.now if focused or seen.focused else seen.focused_at
        seen.focused, seen.session = focused, session
        if focused and session in self.standing:
            self.standing[session].known = True

    # ------------------------------------------------------------ what was told

    def was_told(self, tell: Tell) -> None:
        self.messages += 1
        best = max(self.windows.values(), key=lambda seen: (seen.focused, seen.focused_at), default=None)
        if tell.window not in self.windows or self.windows[tell.window] is not best:
            self.faults.append(f"{self.now:.0f}: told in window {tell.window}, where the user was not last")
        questions = []
        for need in tell.needs:
            question = self.standing.get(need.session_id)
            if need.kind is not NeedKind.WAITING or question is None or question.prompt != need.prompt:
                self.faults.append(f"{self.now:.0f}: {need.id} is not so")
                continue
            questions.append(question)
            if question.window is not None or question.known:
                self.faults.append(f"{self.now:.0f}: {need.id} is told twice, or to one who looks at it")
            if self.now > question.untold_since + GATHERED + 1e-6:
                self.faults.append(f"{self.now:.0f}: {need.id} comes late")
            question.window = tell.window
            self.told += 1
        if sorted(questions, key=self.asked.index) != questions:
            self.faults.append(f"{self.now:.0f}: what is asked longest is not the first")

    def passed(self, now: float) -> None:
        """The clock is moved to `now`: whatever had to be told before was."""
        before_eyes = {seen.session for seen in self.windows.values() if seen.focused}
        for question in self.standing.values():
            is_due = now > question.untold_since + GATHERED + 1e-6 and self.windows
            if question.session_id in before_eyes:
                question.known = True
            elif is_due and question.window is None and not question.known:
                self.faults.append(f"{now:.0f}: {question.session_id} was missed since {question.untold_since:.0f}")
                question.known = True
        self.now = now
