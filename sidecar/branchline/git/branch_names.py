"""Which names git takes for a branch, without asking it: see `git check-ref-format --branch`."""

from __future__ import annotations

import os
import re

_BAD = re.compile(r"[\x00-\x20\x7f~^:?*\[\\]|\.\.|@\{|//|^[-/]|[/.]$|(?:^|/)\.|\.lock(?:/|$)")


def is_branch_name(name: str) -> bool:
    try:
        os.fsencode(name)
    except UnicodeEncodeError:
        return False  # No file system can hold it.
    return bool(name) and name != "HEAD" and not _BAD.search(name)
