"""The setting `branchline.check`: for a repository the command that says whether its files are sound."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

MINUTES = 10.0
LINKS = ("node_modules", ".venv")
_MOST_MINUTES = 1440


@attrs.frozen
class CheckCommand:
    """`words` are run without a shell. `links` are names of ignored files and folders at the top of the main checkout
    that are there for the command, too, as links: what was installed."""

    words: tuple[str, ...]
    seconds: float = MINUTES * 60
    links: tuple[str, ...] = LINKS


def are_checks(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(path, str) and _is_check(each) for path, each in value.items())


def read_checks(raw: Mapping[str, Any]) -> Mapping[str, CheckCommand]:
    """By the path of a checkout, as it was written."""
    return {
        path: CheckCommand(
            tuple(each["command"]), float(each.get("minutes", MINUTES)) * 60, tuple(each.get("links", LINKS))
        )
        for path, each in raw.items()
    }


def _is_check(value: object) -> bool:
    if not isinstance(value, dict):
        return False
    minutes = value.get("minutes", MINUTES)
    is_time = isinstance(minutes, (int, float)) and not isinstance(minutes, bool) and 0 < minutes <= _MOST_MINUTES
    return is_time and _are_words(value.get("command")) and _are_names(value.get("links", []))


def _are_words(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(each, str) and "\0" not in each for each in value)


def _are_names(value: object) -> bool:
    """Each of something at the top."""
    return isinstance(value, list) and all(
        isinstance(each, str) and each not in {"", ".", "..", ".git"} and not {"/", "\0"} & {*each} for each in value
    )
