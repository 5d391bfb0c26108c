"""What is asked for, in pieces that are judged one by one: commands of a line, files that a tool reads or writes."""

from __future__ import annotations

from collections.abc import Iterator

from branchline.core.policy.commands.model import Fine, Judgement, Level
from branchline.core.policy.confinement import Ground, TooMany, Trouble, Use
from branchline.core.policy.globs import listed_by, named_by
from branchline.core.policy.guarded import is_secret
from branchline.core.policy.lines import Part, judge_line
from branchline.core.policy.request import Request
from branchline.core.policy.tools import ToolKind
from branchline.core.shell.shell import CannotTell
from branchline.core.words import words

_FILE_VERBS = words("create view str_replace insert edit write")
"""What some agents' tools for files put where others have a command."""


def parts_of(request: Request, kind: ToolKind, ground: Ground) -> tuple[Part, ...] | CannotTell:
    """What is asked for, in pieces that are judged one by one. Empty when the tool is not one of commands or files."""
    if kind is ToolKind.COMMAND:
        if not request.command or request.url:
            return CannotTell("it does not say which command")
        parts = judge_line(request.command, request.folder, ground)
        if isinstance(parts, CannotTell):
            return parts
        return (*parts, *(_file(path, Use.READ, Level.READ, request, ground) for path in request.paths))
    if request.command and request.command not in _FILE_VERBS:
        return CannotTell("a tool that is not for commands names one")
    if kind is ToolKind.EDIT:
        return tuple(_file(path, Use.WRITE, Level.SAFE, request, ground) for path in request.paths)
    if kind in {ToolKind.READ, ToolKind.SEARCH, ToolKind.LIST}:
        paths = request.paths or (() if kind is ToolKind.READ else (request.folder,))
        return tuple(part for path in paths for part in _looked_at(path, kind, request, ground))
    return ()


def _looked_at(path: str, kind: ToolKind, request: Request, ground: Ground) -> Iterator[Part]:
    """A path that a tool reads, searches or lists, or a pattern that it matches itself."""
    find = listed_by if kind is ToolKind.LIST else named_by
    found = find(_from_home(path, ground), ground, request.folder)
    if isinstance(found, Trouble):
        yield Part((), found, is_file=True)
    for each in [path] if isinstance(found, Trouble) else found:
        yield _file(each, Use.READ, Level.READ, request, ground)
        if kind is ToolKind.SEARCH:
            yield _below(each, request, ground)


def _file(path: str, use: Use, level: Level, request: Request, ground: Ground) -> Part:
    """A path as a tool names it: `~` is the home there, too."""
    path = _from_home(path, ground)
    start = ground.resolve(request.folder, "/")
    resolved = start if isinstance(start, Trouble) else ground.resolve(path, start)
    if isinstance(resolved, Trouble) or isinstance(start, Trouble):
        return Part((), Trouble("path", f"{path} leads nowhere."), is_file=True)
    trouble = ground.trouble(path, start, use)
    if use is Use.WRITE and trouble is None and ground.inside(resolved) == "":
        trouble = Trouble("outside", f"{path} is the worktree itself.")
    judgement: Judgement = trouble or Fine(level, f"{use.value} {path}")
    return Part((), judgement, touched=((resolved, use),), is_file=True)


def _from_home(path: str, ground: Ground) -> str:
    if not path.startswith("~"):
        return path
    return (ground.home or "/") + path[1:] if path[1:2] in {"", "/"} else "/" + path


def _below(path: str, request: Request, ground: Ground) -> Part:
    """A search reads everything below."""
    try:
        secret = next((each for each in ground.walk(path, request.folder) if is_secret(each.within)), None)
    except TooMany:
        return Part((), Trouble("path", f"{path} holds too much to tell what is read."), is_file=True)
    if secret is not None:
        return Part((), Trouble("secret", f"{secret.within} may hold a secret."), is_file=True)
    return Part((), Fine(Level.READ, f"search {path}"), is_file=True)
