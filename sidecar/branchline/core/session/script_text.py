"""What is shown of a script before it is approved: what runs, and the files of the repository that it names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import fnmatchcase

_WORD = re.compile(r"\$?[\w.@%+~/-]{1,400}")
_QUOTED = re.compile(r"""["']([^"'\n]{1,400})["']""")
_CALLED = re.compile(
    r"(?:^|[\s;&|(`])(?:sh|bash|zsh|dash|ksh|source|\.|exec|python3?|node|ruby|perl|php)[ \t]+"
    r"(?:-[\w-]+[ \t]+)*([^\n;&|<>]+)",
    re.MULTILINE,
)
_VARIABLE = re.compile(r"^\$\{?\w+\}?/")
"""What a path begins with that a shell completes: it may be the top."""
_MOST_WORDS = 2000
_LOCKS = (
    "*.lock", "*.lockb", "*-lock.json", "*-lock.yaml", "npm-shrinkwrap.json", "go.sum", "*.lockfile",
)  # fmt: skip
"""They change daily, and run nothing by themselves."""
_SCRIPTS = (
    "*.sh", "*.bash", "*.zsh", "*.ksh", "*.fish", "*.py", "*.js", "*.mjs", "*.cjs", "*.ts", "*.rb", "*.pl", "*.php",
    "makefile", "gnumakefile", "*.mk", "justfile", "rakefile", "package.json",
)  # fmt: skip


def names_in(text: str, beside: str = "") -> list[str]:
    """The paths from the repository's top that words of it may mean, whether they are there or not. `beside` is the
    folder of the file that it was read from: a word may start there too."""
    found: dict[str, None] = {}
    for word in [*_WORD.findall(text)[:_MOST_WORDS], *_QUOTED.findall(text)[:_MOST_WORDS]]:
        path = _VARIABLE.sub("", word).lstrip("/")
        for start in ("", f"{beside}/") if beside else ("",):
            if (joined := _joined(start + path)) and not is_lock(joined):
                found[joined] = None
    return list(found)


def called_in(text: str, beside: str = "") -> list[str]:
    """Those of them that stand where a shell or another interpreter is told what to run."""
    return names_in("\n".join(found[1] for found in _CALLED.finditer(text)), beside)


def is_lock(path: str) -> bool:
    return any(fnmatchcase(path.rpartition("/")[2].lower(), each) for each in _LOCKS)


def is_script(path: str, start: bytes, executable: bool) -> bool:
    """Whether what it names counts, too. `start` is what is at its beginning."""
    name = path.rpartition("/")[2].lower()
    return executable or start.startswith(b"#!") or any(fnmatchcase(name, each) for each in _SCRIPTS)


def shown_text(command: str, files: Iterable[tuple[str, str]]) -> str:
    """`files` are paths and what is in them. What is only the call of its one file is not told twice."""
    parts = [command.rstrip("\n") + "\n"]
    parts += [f"# ──── {path} ────\n{content.rstrip()}\n" for path, content in files]
    return "\n".join(parts)


def _joined(path: str) -> str:
    """Without `.` and `..`; "" where it is none of the repository's."""
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            if not parts:
                return ""
            parts.pop()
        elif part not in {"", "."}:
            parts.append(part)
    return "" if "\0" in path or ".git" in parts else "/".join(parts)
