"""What a client asks for when it makes a session."""

from __future__ import annotations

import attrs

from branchline.core.model.kind import WorkKind
from branchline.core.policy.policy import Preset


@attrs.frozen
class CreateRequest:
    """A new session. What is left out is chosen: name, title and kind from the instruction, the branch from the name.

    `base` is any commit-ish to start a new branch from; `branch` is an existing branch to work on. `instruction`,
    `title` and `name` are free text: a `name` that is none (letters, digits, dashes and underscores, at most 20)
    becomes the title, and the name is made of it. `agent` is one of the agents that `session/list` names. For this one
    session, also when it is resumed: `subfolder` is where in the worktree its agent runs, `arguments` are added to its
    own ones, `environment` (`NAME=value`) to the user's. `limits` (`NAME=NUMBER`) are its own of auto-yes,
    beside those of its persona that they do not name.
    `with_changes`: it begins with the uncommitted changes of the main checkout, from the commit that this has.
    `id` is what the client wants it to be known by, a new UUID: it hears of the session by that while it is made.
    """

    repo: str
    agent: str
    instruction: str | None = None
    name: str | None = None
    title: str | None = None
    task: str | None = None
    persona: str | None = None
    kind: WorkKind | None = None
    base: str | None = None
    branch: str | None = None
    auto_yes: Preset | None = None
    subfolder: str | None = None
    arguments: list[str] = attrs.field(factory=list)
    environment: list[str] = attrs.field(factory=list)
    limits: list[str] = attrs.field(factory=list)
    with_changes: bool = False
    id: str | None = None
