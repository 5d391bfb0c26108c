"""What an agent asks, and its answer."""

from __future__ import annotations

import attrs

from branchline.core.model.prompt import Meaning, WaitReason
from branchline.rpc.messages.table import Method, Notification


@attrs.frozen
class WireOption:
    """An answer that a prompt offers."""

    id: str
    label: str
    meaning: Meaning


@attrs.frozen
class WirePrompt:
    """A question that the agent asks and waits on. `id` is a fingerprint of what is asked; `selected` is the id of the
    option that Enter would take; `takesText`: a free text is an answer too; `text` is the question as it was drawn."""

    id: str
    kind: WaitReason
    title: str
    tool: str | None
    command: str | None
    paths: list[str]
    url: str | None
    options: list[WireOption]
    selected: str | None
    takes_text: bool
    text: str


@attrs.frozen
class WireAsked:
    """Why auto-yes left the standing prompt to the user. `rule` is short and stable, or one of the user's own."""

    rule: str
    why: str


@attrs.frozen
class AnswerParams:
    """`choice` is an option's id, or a free text where the prompt takes one."""

    id: str
    prompt_id: str
    choice: str


@attrs.frozen
class AnswerResult:
    """`joined`: the agent's terminal takes one line alone, so the text's line breaks went as blanks."""

    accepted: bool
    joined: bool


@attrs.frozen
class AnswerByTokenParams:
    """`token` is what `branchline.onWaiting` was given for the prompt. `choice` is an option's id or label, or yes,
    always or no where one option means that; with `text` it is a free text instead."""

    token: str
    choice: str
    text: bool = False


@attrs.frozen
class AnswerByTokenResult:
    """Whose prompt was answered: `id` and `name` are the session's."""

    id: str
    name: str


METHODS = {
    "session/answer": Method(AnswerParams, AnswerResult, "Answers a prompt: that very one, or none."),
    "session/answerByToken": Method(
        AnswerByTokenParams, AnswerByTokenResult, "Answers the prompt that a one-time token was given out for, once."
    ),
}

NOTIFICATIONS: dict[str, Notification] = {}
