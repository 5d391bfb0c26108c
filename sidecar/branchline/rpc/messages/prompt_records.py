"""A question as it is on the wire."""

from __future__ import annotations

import attrs

from branchline.core.model.prompt import Meaning, WaitReason


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
