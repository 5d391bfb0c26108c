"""What a call of an agent's hook says of what the agent runs, whatever the agent. Anybody's words: they may be
long."""

from __future__ import annotations

import attrs


@attrs.frozen
class SubagentBegan:
    """`lasts`: it may go on when the turn is over."""

    id: str
    label: str
    lasts: bool = False


@attrs.frozen
class SubagentLasts:
    """One that began goes on without the agent waiting for it."""

    id: str
    label: str = ""


@attrs.frozen
class SubagentEnded:
    id: str


@attrs.frozen
class CommandLasts:
    """A command was started that goes on without the agent waiting for it."""

    command: str
    label: str = ""


@attrs.frozen
class SubagentsLeft:
    """The ids of all that go on now that a turn is over."""

    ids: tuple[str, ...] = ()


@attrs.frozen
class ToolBegan:
    """`use` is the id of this use of the tool, "" where none is told."""

    tool: str
    use: str = ""


@attrs.frozen
class ToolEnded:
    tool: str
    use: str = ""


@attrs.frozen
class Item:
    """One of the things to do, with what it is called while it is done."""

    text: str
    is_done: bool = False
    is_doing: bool = False


@attrs.frozen
class ListTold:
    """The whole list of things to do."""

    items: tuple[Item, ...]


@attrs.frozen
class ItemTold:
    """One item of it, by the agent's own id; what is None is as before. A deleted one is gone."""

    id: str
    text: str | None = None
    is_done: bool | None = None
    is_doing: bool | None = None
    is_gone: bool = False


WorkTold = (
    SubagentBegan
    | SubagentLasts
    | SubagentEnded
    | CommandLasts
    | SubagentsLeft
    | ToolBegan
    | ToolEnded
    | ListTold
    | ItemTold
)
