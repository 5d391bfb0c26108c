"""What a prompt or a hook asks for, as the rules see it."""

from __future__ import annotations

import attrs

from branchline.core.model.prompt import Option, Prompt, WaitReason
from branchline.core.policy.tools import ToolKind, Tools


@attrs.frozen
class Request:
    """What a prompt asks for. `options` is None where there is no list: a hook takes yes or no."""

    tool: str | None
    folder: str
    """Where the agent is, or would run the command."""
    command: str | None = None
    paths: tuple[str, ...] = ()
    url: str | None = None
    kind: WaitReason = WaitReason.APPROVAL
    options: tuple[Option, ...] | None = None
    complete: bool = True
    takes_text: bool = False
    title: str = ""
    text: str = ""
    """All that a dialog says."""
    folder_is_known: bool = True
    """False for a command that may run elsewhere than in `folder`."""
    tool_kind: ToolKind = attrs.field(kw_only=True)
    """What the tool does."""


def request_of(prompt: Prompt, folder: str, tools: Tools, *, shows_folder: bool = True) -> Request:
    """A prompt on the screen: one without options cannot be answered. `folder` holds where the prompt names none,
    `shows_folder` says whether it would."""
    return Request(
        prompt.tool,
        prompt.folder or folder,
        prompt.command,
        prompt.paths,
        prompt.url,
        prompt.kind,
        prompt.options,
        prompt.complete,
        prompt.takes_text,
        prompt.title,
        prompt.text,
        prompt.folder is not None or shows_folder,
        tool_kind=tools.kind(prompt.tool),
    )
