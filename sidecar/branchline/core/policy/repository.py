"""What a worktree's repository is set to, as far as the policy has to know: read from its files, not asked of git."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from branchline.core.regexes import regex

Text = Callable[[str], "str | None"]
"""The text of a file by its absolute path, None when there is none."""

_DEEPEST = 10
"""How far git follows a settings file that includes another one."""
_SECTION = regex(r'\s*\[\s*([\w.-]+)\s*(?:"(?:\\.|[^"\\])*"\s*)?\]')
_ENTRY = regex(r"\s*([A-Za-z][\w-]*)\s*(?:=[ \t]*(.*))?$")
_VALUE = regex(r'"((?:\\.|[^"\\])*)"?|\\(.)|([#;].*)|([^"\\#;]+)')


def git_folders(worktree: str, text: Text) -> tuple[str, str]:
    """The git folder of a worktree, and the one that all worktrees of its repository share."""
    link = text(f"{worktree}/.git")
    if link is None or not link.startswith("gitdir:"):
        return f"{worktree}/.git", f"{worktree}/.git"
    own = _joined(worktree, link.removeprefix("gitdir:").strip())
    common = text(f"{own}/commondir")
    return own, _joined(own, common.strip()) if common else own


def settings(key: str, worktree: str, home: str, text: Text) -> list[str]:
    """Every value that git may find for `section.name`, of the repository and of the user; which one wins is left open,
    and so is whether an `includeIf` holds."""
    own, common = git_folders(worktree, text)
    files = [f"{common}/config", f"{own}/config.worktree"]
    if home:
        files += [f"{home}/.gitconfig", f"{home}/.config/git/config"]
    return [value for file in files for value in _values(key.lower(), file, home, text, 0)]


def _values(key: str, file: str, home: str, text: Text, depth: int) -> Iterator[str]:
    content = text(file)
    if content is None or depth > _DEEPEST:
        return
    for name, value in _entries(content):
        if name == key:
            yield value
        elif name in {"include.path", "includeif.path"} and value:
            yield from _values(key, at_home(value, home, file.rpartition("/")[0]), home, text, depth + 1)


def _entries(content: str) -> Iterator[tuple[str, str]]:
    section = ""
    for raw in re.sub(r"\\\r?\n", "", content).splitlines():
        line = raw
        if match := _SECTION.match(line):
            section, line = match[1].lower(), line[match.end() :]
        if match := _ENTRY.match(line):
            yield f"{section}.{match[1].lower()}", _unquoted(match[2] or "")


def _unquoted(value: str) -> str:
    """Without quotes and what stands behind a `#` or `;` outside of them."""
    found = ""
    for match in _VALUE.finditer(value):
        quoted, escaped, comment, plain = match.groups()
        if comment is not None:
            break
        found += re.sub(r"\\(.)", r"\1", quoted) if quoted is not None else escaped or plain
    return found.strip()


def at_home(path: str, home: str, folder: str) -> str:
    """The path as git's settings mean it: `~/` is the home, and what begins nowhere begins in `folder`."""
    return home + path[1:] if path.startswith("~/") else _joined(folder, path)


def _joined(folder: str, path: str) -> str:
    return path if path.startswith("/") else f"{folder}/{path}"
