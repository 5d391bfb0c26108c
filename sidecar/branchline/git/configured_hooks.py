"""Hooks that settings name (`hook.<name>.command`, from git 2.54 on), of which `core.hooksPath` says nothing.

There is no one switch for them: by event they are off from 2.55 on, unless a hook has the event's name; by its name
each of them is, in every version, so that the names are read before each command.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Mapping
from pathlib import Path

EVENTS = (
    "applypatch-msg", "commit-msg", "fsmonitor-watchman", "p4-changelist", "p4-post-changelist", "p4-pre-submit",
    "p4-prepare-changelist", "post-applypatch", "post-checkout", "post-commit", "post-index-change", "post-merge",
    "post-receive", "post-rewrite", "post-update", "pre-applypatch", "pre-auto-gc", "pre-commit", "pre-merge-commit",
    "pre-push", "pre-rebase", "pre-receive", "prepare-commit-msg", "proc-receive", "push-to-checkout",
    "reference-transaction", "sendemail-validate", "update",
)  # fmt: skip
LISTING = ("config", "--null", "--name-only", "--get-regexp", r"^hook\..*\.")
"""What git prints for that is for `names`."""
_MAY_NAME_SOME = re.compile(rb"\[\s*(?:hook|include)", re.IGNORECASE)


def by_event() -> dict[str, str]:
    return {f"hook.{event}.enabled": "false" for event in EVENTS}


def by_name(listed: bytes) -> dict[str, str]:
    keys = [os.fsdecode(each) for each in listed.split(b"\0") if each]
    return {f"{key.rpartition('.')[0]}.enabled": "false" for key in keys}


def may_name_some(environment: Mapping[str, str]) -> bool:
    """Whether the settings of the repository that this environment names may name hooks. Where git looks for one itself
    it is told nothing that runs hooks."""
    if not (named := environment.get("GIT_DIR")):
        return False
    files = (Path(environment.get("GIT_COMMON_DIR", named), "config"), Path(named, "config.worktree"))
    return any(_MAY_NAME_SOME.search(_content(file)) for file in files)


def _content(file: Path) -> bytes:
    with contextlib.suppress(OSError):  # There is none, or git cannot read it either.
        return file.read_bytes()
    return b""
