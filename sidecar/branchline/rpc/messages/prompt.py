"""What an agent asks, and its answer."""

from __future__ import annotations

import attrs

from branchline.rpc.messages.table import Method, Notification


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
