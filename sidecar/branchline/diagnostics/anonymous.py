"""Takes out of a line of a log whatever the user may have named: it hides too much rather than too little."""

from __future__ import annotations

import getpass
import os
import platform
import re
from collections.abc import Iterable
from pathlib import Path

NAME, PATH, QUOTED = "<name>", "<path>", "<hidden>"
MOST = 1000
"""Characters of a line."""
_PIECE = r"""[^\s"'“”‘’`,;:()\[\]]*"""
_PATH = re.compile(rf"(?<![\w/.~<-])~?/{_PIECE}")
_QUOTED = re.compile(r"""“[^”]*”|‘[^’]*’|`[^`]*`|"[^"]*"|(?<!\w)'[^']*'(?!\w)""")
_SHORTEST = 2


class Anonymous:
    """`names` as the user gave them; what lies in a folder of `own` stays; `branch_prefix` begins the branches that
    Branchline made."""

    def __init__(self, names: Iterable[str], own: Iterable[Path], branch_prefix: str) -> None:
        hidden = {*names, platform.node(), _user()}
        words = sorted((each for each in hidden if len(each) >= _SHORTEST), key=len, reverse=True)
        self._names = _any_of([word for word in words if not word.startswith("/")], r"(?!\w)")
        # Before other paths: one with a space in it would not be seen as a whole.
        self._places = _any_of([word for word in words if word.startswith("/")], rf"(?!\w){_PIECE}")
        self._branches = re.compile(rf"(?<![\w./]){re.escape(branch_prefix)}[\w./-]+" if branch_prefix else "(?!)")
        self._own = tuple(f"{os.path.normpath(each)}{os.sep}" for each in own)

    def line(self, text: str) -> str:
        pieces = []
        at = 0
        # What is ours is looked for first: a user's name may well be part of it.
        for found in _QUOTED.finditer(text):
            pieces += [self._unquoted(text[at : found.start()]), self._quoted(found[0])]
            at = found.end()
        return "".join([*pieces, self._unquoted(text[at:])])[:MOST]

    def _quoted(self, text: str) -> str:
        return text if self._is_own(text[1:-1]) else text[0] + QUOTED + text[-1]

    def _unquoted(self, text: str) -> str:
        text = self._places.sub(PATH, text)
        pieces = []
        at = 0
        for found in _PATH.finditer(text):
            pieces += [self._without_names(text[at : found.start()]), found[0] if self._is_own(found[0]) else PATH]
            at = found.end()
        return "".join([*pieces, self._without_names(text[at:])])

    def _without_names(self, text: str) -> str:
        return self._branches.sub(NAME, self._names.sub(NAME, text))

    def _is_own(self, path: str) -> bool:
        return os.path.normpath(path).startswith(self._own)


def _any_of(words: list[str], then: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words)) or '(?!)'}){then}")


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # A container's user may have no name.
        return ""
