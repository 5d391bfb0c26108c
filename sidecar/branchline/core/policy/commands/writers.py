"""Programs that change files: only those that their arguments name, each of them inside the worktree."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import attrs

from branchline.core.policy.commands.folders import FOLDERS, resolved_paths
from branchline.core.policy.commands.model import Call, Fine, Handler, Judgement, Level, too_much, unknown_option
from branchline.core.policy.commands.options import Parsed, grammar
from branchline.core.policy.commands.programs import table
from branchline.core.policy.commands.searching import DEPENDENCIES, recursion
from branchline.core.policy.confinement import Disk, Kind, TooMany, Trouble, Use
from branchline.core.policy.guarded import is_secret
from branchline.core.regexes import regex
from branchline.core.words import words

_MADE = words("node_modules dist build out coverage target .next .nuxt .turbo .cache htmlcov .venv venv .tox")
"""Folders that a tool fills: to delete one is to delete what can be made again, whatever lies in it."""

_PLAIN: Mapping[str, Handler] = {
    **table(
        """
        touch | -acmd=t~ --no-create --date= | write
        tee | -aip --append --ignore-interrupts | write
        """,
        Level.SAFE,
    ),
    **table(
        """
        truncate | -cs~ --size~ --no-create | write
        """,
        Level.WORKTREE,
    ),
}


def below(call: Call, path: str, *, made: bool = False, links: bool = False) -> Trouble | None:
    """What is below a folder and must not be deleted, moved or copied with it."""
    skip = DEPENDENCIES | _MADE if made else frozenset()
    resolved = call.ground.resolve(path, call.folder)
    within = call.ground.inside(resolved) if isinstance(resolved, str) else None
    if made and within and set(within.split("/")) & _MADE:
        return None
    try:
        for entry in call.ground.walk(path, call.folder, skip):
            if is_secret(entry.within) and entry.kind is not Kind.FOLDER:
                return Trouble("secret", f"{entry.within} is below {path}, and may hold a secret.")
            if call.ground.protects(entry.within):
                return Trouble("protected", f"{entry.within} is below {path}, and is protected.")
            if links and entry.kind in {Kind.LINK, Kind.OTHER}:
                return Trouble("path", f"{entry.within} is below {path}, and is no ordinary file.")
    except TooMany:
        return too_much(call.name, path)
    return None


_RM = grammar("-rRfdviI --recursive --force --dir --verbose")


def _rm(call: Call) -> Judgement:
    parsed = _RM.parse(call)
    if isinstance(parsed, Trouble):
        return parsed
    return delete(call, [each.text for each in parsed.operands])


def delete(call: Call, paths: Sequence[str]) -> Judgement:
    """Where a link was there may be a folder next, and `..` leads elsewhere from there."""
    for path in paths:
        trouble = call.ground.trouble(path, call.folder, Use.DELETE) or below(call, path, made=True)
        if trouble:
            return trouble
    unsettles = any(_is_link(call, path) or _holds_link(call, path) for path in paths)
    return Fine(Level.WORKTREE, call.name, unsettles, removes=resolved_paths(call, paths))


_CP = grammar(
    "-afinprRTuvt> --archive --force --interactive --no-clobber --preserve? --recursive --update? --verbose"
    " --target-directory> --no-target-directory --no-preserve="
)
_MV = grammar(
    "-finTuvt> --force --interactive --no-clobber --update? --verbose --target-directory> --no-target-directory"
)


@attrs.frozen
class _Transfer:
    """What is copied or moved, and where."""

    sources: Sequence[str]
    goal: str

    @classmethod
    def of(cls, parsed: Parsed) -> _Transfer | None:
        texts = [each.text for each in parsed.operands]
        goals = parsed.values("-t", "--target-directory")
        if len(goals) == 1:
            return cls(texts, goals[0]) if texts else None
        return cls(texts[:-1], texts[-1]) if len(texts) > 1 and not goals else None


def copy_or_move(call: Call) -> Judgement:
    moves = call.name == "mv"
    parsed = (_MV if moves else _CP).parse(call)
    if isinstance(parsed, Trouble):
        return parsed
    transfer = _Transfer.of(parsed)
    if transfer is None:
        return Trouble("option", f"What {call.name} would write is not known.")
    trouble = call.ground.trouble(transfer.goal, call.folder, Use.WRITE)
    if trouble:
        return trouble
    for source in transfer.sources:
        trouble = call.ground.trouble(source, call.folder, Use.DELETE if moves else Use.READ)
        trouble = (
            trouble
            or _is_link(call, source)
            or below(call, source, links=True)
            or _arrival(call, source, transfer.goal)
        )
        if trouble:
            return trouble
    folders = [each for each in transfer.sources if _is_folder(call, each)]
    is_new = not moves and len(folders) == 1 and _kind(call, transfer.goal) is None
    made = resolved_paths(call, [transfer.goal] if is_new else [])
    return Fine(Level.SAFE, call.name, unsettles=moves and bool(folders), makes=made)


def _is_folder(call: Call, path: str) -> bool:
    """One that is moved takes along whoever is in it, and `..` leads elsewhere from there."""
    return _kind(call, path) is Kind.FOLDER


def _kind(call: Call, path: str) -> Kind | None:
    found = call.ground.resolve(path, call.folder)
    return call.ground.disk.kind(found) if isinstance(found, str) else None


def _is_link(call: Call, path: str) -> Trouble | None:
    """A link that is moved, or copied as such, leads elsewhere than before."""
    head, _, name = path.rstrip("/").rpartition("/")
    parent = call.ground.resolve(head or ("/" if path.startswith("/") else "."), call.folder)
    if isinstance(parent, str) and call.ground.disk.kind(f"{parent}/{name}") is Kind.LINK:
        return Trouble("path", f"{path} is a link, which may lead elsewhere.")
    return None


def _arrival(call: Call, source: str, goal: str) -> Trouble | None:
    """What speaks against the names that the copies get: below the goal if it is a folder, else in its place."""
    resolved = call.ground.resolve(source, call.folder)
    if isinstance(resolved, Trouble):
        return resolved
    tops = [goal, f"{goal}/{resolved.rpartition('/')[2]}"]
    for top in tops:
        if trouble := call.ground.trouble(top, call.folder, Use.WRITE):
            return trouble
    try:
        below = [entry.below for entry in call.ground.walk(source, call.folder)]
    except TooMany:
        return too_much(call.name, source)
    for top in tops if below else []:
        start = call.ground.resolve(top, call.folder)
        within = call.ground.inside(start) if isinstance(start, str) else None
        for each in below:
            path = f"{within}/{each}"
            if within is None or call.ground.protects(path) or is_secret(path):
                return Trouble("protected", f"{top}/{each} is protected.")
            call.ground.touched.append((f"{start}/{each}", Use.WRITE))
        if isinstance(start, str) and (there := _in_the_way(call, start, below)):
            return Trouble("path", f"{top}/{there} is a link or a second name, which may lead elsewhere.")
    return None


def _in_the_way(call: Call, start: str, below: Sequence[str]) -> str | None:
    """A folder laid over another one goes wherever the links in that one lead, whatever folder they are in."""
    disk = call.ground.disk
    return next((each for each in below if _leads_on(disk, f"{start}/{each}")), None)


def _leads_on(disk: Disk, path: str) -> bool:
    kind = disk.kind(path)
    return kind in {Kind.LINK, Kind.OTHER} or (kind is Kind.FILE and disk.is_shared(path))


def _holds_link(call: Call, folder: str) -> bool:
    try:
        return any(entry.kind is Kind.LINK for entry in call.ground.walk(folder, call.folder))
    except TooMany:
        return True


_CHMOD = grammar("-Rcfv --recursive --changes --quiet --verbose")
_MODE = regex(r"0?[0-7]{3}|[ugoa]*[+=-][rwxX]*(?:,[ugoa]*[+=-][rwxX]*)*")


def _chmod(call: Call) -> Judgement:
    """`-x` looks like an option and is a mode."""
    mode = next((each for each in call.arguments if re.fullmatch(r"-[rwxX]+", each.text)), None)
    parsed = _CHMOD.parse(call.shifted("chmod", [each for each in call.arguments if each is not mode]))
    if isinstance(parsed, Trouble):
        return parsed
    texts = [*([mode.text] if mode else []), *(each.text for each in parsed.operands)]
    if len(texts) < 2 or not _MODE.fullmatch(texts[0]):
        return unknown_option("chmod", texts[0] if texts else "")
    for path in texts[1:]:
        trouble = call.ground.trouble(path, call.folder, Use.DELETE) or call.ground.trouble(
            path, call.folder, Use.WRITE
        )
        if trouble is None and parsed.has("-R", "--recursive"):
            trouble = below(call, path)
        if trouble:
            return trouble
    return Fine(Level.WORKTREE, "chmod")


_TAR = regex(r"-?(?=[^ct]*[ct][^ct]*$)[ctzjJvf]*f")


def _tar(call: Call) -> Judgement:
    """Only lists an archive, or makes one: what unpacks goes where the archive says. No option stands behind,
    and no `@file`, whose entries BSD's would copy."""
    texts = call.texts
    if (
        len(texts) < 2
        or not _TAR.fullmatch(texts[0])
        or any(text.startswith(("-", "@")) or ":" in text for text in texts[1:])
    ):
        return unknown_option("tar", texts[0] if texts else "")
    if "t" in texts[0]:
        return call.first_trouble(texts[1:], Use.READ) or Fine(Level.READ, "tar -t")
    trouble = call.ground.trouble(texts[1], call.folder, Use.WRITE) or call.first_trouble(texts[2:], Use.READ)
    trouble = trouble or next((found for path in texts[2:] if (found := recursion(call, path))), None)
    return trouble or Fine(Level.WORKTREE, "tar -c")


WRITERS: Mapping[str, Handler] = {
    "tar": _tar,
    **_PLAIN,
    **FOLDERS,
    "rm": _rm,
    "unlink": _rm,
    "cp": copy_or_move,
    "mv": copy_or_move,
    "chmod": _chmod,
}
