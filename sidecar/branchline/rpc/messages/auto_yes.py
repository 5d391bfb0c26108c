"""Auto-yes: its decisions and rules."""

from __future__ import annotations

import attrs

from branchline.core.policy.decisions import AnsweredBy, Decider, Outcome, Verdict
from branchline.rpc.messages.shared import Empty
from branchline.rpc.messages.table import Method, Notification, Query


@attrs.frozen
class WireDecision:
    """What was decided on a prompt. `id` is the session's, `session` its name; `rule` is `user` and `why` empty for a
    person's answer; `via` is null where nothing was answered; `option` is the label of what was chosen. `title` is
    what was asked, of a question or a choice, else empty. `before` and `after` are the numbers of the session's
    snapshots between which it stands, where it let files change; `after` is null until what it let pass is over."""

    id: str
    session: str
    prompt_id: str
    at: str
    decision: Verdict
    rule: str
    why: str
    tool: str | None
    command: str | None
    paths: list[str]
    url: str | None
    option: str | None
    by: Decider
    via: AnsweredBy | None
    outcome: Outcome
    title: str
    before: int | None
    after: int | None


@attrs.frozen
class StopAllResult:
    """In how many sessions auto-yes was on."""

    stopped: int


@attrs.frozen
class LogParams:
    """All sessions' when `id` is left out; the latest `limit` entries."""

    id: str | None = None
    limit: int = 1000


@attrs.frozen
class LogResult:
    """Oldest first."""

    entries: list[WireDecision]


@attrs.frozen
class ProposeParams:
    id: str
    prompt_id: str


@attrs.frozen
class ProposeResult:
    """The narrowest first."""

    rules: list[str]


@attrs.frozen
class TryRuleParams:
    rule: str


@attrs.frozen
class TryRuleResult:
    matches: list[WireDecision]


@attrs.frozen
class DidSeal:
    """Counts up."""

    number: int


METHODS = {
    "autoYes/stopAll": Method(Empty, StopAllResult, "Pauses auto-yes in every session."),
    "autoYes/log": Query(LogParams, LogResult, "What was decided, by auto-yes and by the user beside it."),
    "autoYes/propose": Query(ProposeParams, ProposeResult, "Rules that would have allowed what a prompt asked."),
    "autoYes/tryRule": Query(TryRuleParams, TryRuleResult, "What else of the log a rule would have allowed."),
}

NOTIFICATIONS = {
    "autoYes/didDecide": Notification(
        WireDecision, "A prompt was answered, or left to the user; told once more when `after` is known."
    ),
    "autoYes/didSeal": Notification(
        DidSeal,
        "What lets auto-yes answer is kept under a new seal; the next `initialize` hands the number over.",
    ),
}
