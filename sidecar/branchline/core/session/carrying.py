"""What a new worktree is given of the main checkout's ignored files: where that is said, what fits, and how it is told
what does not come along."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence

import attrs

from branchline.core.errors import shown

INCLUDE = ".worktreeinclude"
"""The file in the main checkout that lists, in gitignore's syntax, which ignored files a worktree gets."""
CLAUDES = ".claude/settings.json"
LARGEST = 1024 * 1024
"""Bytes of a file of the repository's that is read for this."""
_NAMED = 3
"""How many files of one kind are named."""
_BRACES = re.compile(r"\{([^{}]*)\}")
_MOST_PATTERNS = 1000
_GLOB = re.compile(r"[*?\[\\]")


@attrs.frozen
class Wanted:
    """`patterns` are gitignore's, besides those of the file: of files to be copied, and of `folders` to be linked."""

    patterns: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()


@attrs.frozen
class Missed:
    """A path below the top, with `/`, that does not come along, and why: the end of a sentence that begins with it."""

    path: str
    why: str


@attrs.frozen
class Candidate:
    path: bytes
    size: int
    """Bytes."""


OUTSIDE = "it leads out of the repository"
NOT_IGNORED = "git does not ignore it on this branch, so that it would count as a change"
REPOSITORY = "it is a repository of its own"
IN_THE_WAY = "a link or a file stands in its path"
SPECIAL = "it is no file"
NO_FOLDER = "it is no folder below the top of the repository"


def wanted(
    own: Sequence[str], own_folders: Sequence[str], codes: Sequence[str], codes_folders: Sequence[str], claudes: bytes
) -> tuple[Wanted, list[Missed]]:
    """Out of our settings, VS Code's own ones (globs from the top), and Claude's file. What cannot be below the top of
    the repository is told, and not looked at."""
    globs = [glob for each in codes for glob in _unbraced(each)][:_MOST_PATTERNS]
    folders = [*own_folders, *(_anchored(glob) for each in codes_folders for glob in _unbraced(each))]
    folders += [_anchored(each) for each in _claudes_folders(claudes)]
    outside = [each for each in folders if not _is_inside(each)]
    inside = tuple(dict.fromkeys(each for each in folders if _is_inside(each)))[:_MOST_PATTERNS]
    return Wanted((*own, *map(_anchored, globs)), inside), [Missed(each, NO_FOLDER) for each in dict.fromkeys(outside)]


def plain_folder(pattern: str) -> str | None:
    """The one folder that a pattern from the top names; None: git has to look for those that it fits."""
    path = pattern.strip("/")
    return path if pattern.startswith("/") and path and not _GLOB.search(path) else None


def fitting(candidates: Iterable[Candidate], most: int) -> tuple[list[Candidate], list[Candidate]]:
    """What has at most this many bytes together, and what is left out: the largest. In order of their paths."""
    taken, left, room = [], [], most
    for each in sorted(candidates, key=lambda each: (each.size, each.path)):
        if each.size <= room:
            room -= each.size
            taken.append(each)
        else:
            left.append(each)
    return sorted(taken, key=lambda each: each.path), sorted(left, key=lambda each: each.path)


def too_large(most: int) -> str:
    return f"the files together have more than {most // (1024 * 1024)} MB (branchline.worktreeCopyMegabytes)"


def sentences(missed: Iterable[Missed]) -> tuple[str, ...]:
    """One for each reason, with the first paths that it holds for."""
    by_reason: dict[str, list[str]] = {}
    for each in missed:
        by_reason.setdefault(each.why, []).append(each.path)
    return tuple(_sentence(paths, why) for why, paths in by_reason.items())


def _sentence(paths: Sequence[str], why: str) -> str:
    names = ", ".join(f"“{shown(path)}”" for path in paths[:_NAMED])
    more = f" and {len(paths) - _NAMED} more" if len(paths) > _NAMED else ""
    return f"Not brought along: {names}{more}; {why}."


def _claudes_folders(content: bytes) -> list[str]:
    """What Claude Code's settings of a repository link in its worktrees; none where they cannot be read."""
    try:
        found = json.loads(content) if content.strip() else {}
    except (ValueError, RecursionError):
        return []
    section = found.get("worktree") if isinstance(found, dict) else None
    folders = section.get("symlinkDirectories") if isinstance(section, dict) else None
    return [each for each in folders if isinstance(each, str) and each] if isinstance(folders, list) else []


def _is_inside(pattern: str) -> bool:
    parts = [part for part in pattern.split("/") if part not in {"", "."}]
    return bool(parts) and not pattern.startswith("//") and not any(_is_special(part) for part in parts)


def _is_special(part: str) -> bool:
    return part == ".." or part.lower() == ".git" or "\0" in part or "\n" in part


def is_git_own(path: bytes) -> bool:
    """Whether something of git's is in the path: never is that copied."""
    return any(part.lower() == b".git" for part in path.split(b"/"))


def _anchored(glob: str) -> str:
    """VS Code's globs, and Claude's folders, begin at the top."""
    return glob if glob.startswith(("/", "**/", "!")) else f"/{glob.removeprefix('./')}"


def _unbraced(glob: str) -> list[str]:
    """One glob for each of the ways that `{a,b}` in it stands for, which gitignore does not know."""
    done: list[str] = []
    todo = [glob]
    while todo and len(done) + len(todo) < _MOST_PATTERNS:
        each = todo.pop(0)
        found = _BRACES.search(each)
        if found is None:
            done.append(each)
        else:
            todo += [each[: found.start()] + way + each[found.end() :] for way in found[1].split(",")]
    return [each for each in done if each and not any(character in each for character in "\0\n")]


Progress = Callable[[int, int], None]
"""Told how many files are done, and of how many."""
