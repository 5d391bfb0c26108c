"""Templates: what sessions can be made of."""

from __future__ import annotations

import attrs

from branchline.core.policy.policy import Preset
from branchline.rpc.messages.table import Method, Notification, Query


@attrs.frozen
class TemplatesParams:
    """`repo` is the absolute path of a folder in it."""

    repo: str


@attrs.frozen
class WireVariable:
    """`question` is what the user is asked; `default` may be empty."""

    name: str
    question: str
    default: str


@attrs.frozen
class WireTemplate:
    """`own`: the user's, from the settings; else the repository's, of which only what widens nothing is taken.
    `ignored` has a sentence for each thing that is not. `takesSelection`, `takesFile`: it has a place for what is
    selected in the editor, or for the file's path."""

    name: str
    title: str
    own: bool
    agent: str | None
    persona: str | None
    variables: list[WireVariable]
    takes_selection: bool
    takes_file: bool
    ignored: list[str]


@attrs.frozen
class WireBadTemplate:
    """`where` is the file, from the repository's top, or the setting; `line` counts from 1, 0 where there is none."""

    where: str
    line: int
    why: str


@attrs.frozen
class TemplatesResult:
    """The user's first."""

    templates: list[WireTemplate]
    bad: list[WireBadTemplate]


@attrs.frozen
class FillParams:
    """`names` are those of variables, `texts` the value of each; what is left out has its default. `selection` and
    `file` are variables, too."""

    repo: str
    name: str
    names: list[str]
    texts: list[str]


@attrs.frozen
class FillResult:
    """What `session/create` takes; null is left to the user, or to a default."""

    instruction: str
    agent: str | None
    persona: str | None
    kind: str | None
    task: str | None
    base: str | None
    auto_yes: Preset | None


METHODS = {
    "template/list": Query(TemplatesParams, TemplatesResult, "The templates of the user and of a repository."),
    "template/fill": Method(FillParams, FillResult, "What a session is made of, by a template and its variables."),
}

NOTIFICATIONS: dict[str, Notification] = {}
