"""Common answers: rules that answer questions and choices."""

from __future__ import annotations

import attrs

from branchline.core.model.prompt import Meaning
from branchline.core.policy.answers import AnswerKind
from branchline.rpc.messages.auto_yes import WireDecision
from branchline.rpc.messages.table import Method, Notification, Query


@attrs.frozen
class WireAnswerRule:
    """`agent` and `kind` are null where any will do; `words` all stand in the title or in an option's label, whatever
    letters' case. Of `option` (a label), `meaning` and `text` two are null."""

    agent: str | None
    kind: AnswerKind | None
    words: list[str]
    option: str | None
    meaning: Meaning | None
    text: str | None


@attrs.frozen
class ProposeAnswersParams:
    """`choice` is the answer that the prompt shall have: an option's id, or a free text."""

    id: str
    prompt_id: str
    choice: str


@attrs.frozen
class ProposeAnswersResult:
    """The narrowest first; none where it has to be asked."""

    rules: list[WireAnswerRule]


@attrs.frozen
class TryAnswerParams:
    """A rule: see `WireAnswerRule`."""

    words: list[str]
    agent: str | None = None
    kind: str | None = None
    option: str | None = None
    meaning: str | None = None
    text: str | None = None


@attrs.frozen
class TryAnswerResult:
    """Each question once, oldest first."""

    matches: list[WireDecision]


METHODS: dict[str, Method] = {
    "answers/propose": Query(
        ProposeAnswersParams, ProposeAnswersResult, "Rules that would answer what a session asks in this way."
    ),
    "answers/tryRule": Query(TryAnswerParams, TryAnswerResult, "What of the log such a rule would have answered."),
}

NOTIFICATIONS: dict[str, Notification] = {}
