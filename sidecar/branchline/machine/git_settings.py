"""Settings that git takes from the environment of one process, which count for what that starts, too."""

from __future__ import annotations

from collections.abc import Mapping

NO_BARE_REPOSITORIES = {"safe.bareRepository": "explicit"}
"""A folder that only looks like a bare repository, committed by whoever, is not taken for one: its settings could run
programs. Known to git from 2.38 on."""


def with_git_settings(environment: Mapping[str, str], settings: Mapping[str, str]) -> dict[str, str]:
    """The environment, for git itself, with these settings besides those that stand there already. Where both name one,
    these hold."""
    count = environment.get("GIT_CONFIG_COUNT", "")
    # git refuses to run at all with a count that is no number.
    start = int(count) if count.isascii() and count.isdigit() else 0
    found = {**environment, "GIT_CONFIG_COUNT": str(start + len(settings))}
    for number, (key, value) in enumerate(settings.items(), start):
        found |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
    return found


def handed_on(environment: Mapping[str, str], settings: Mapping[str, str]) -> dict[str, str]:
    """The same for a program that runs git some day: in the one variable in which `git -c` hands settings on.

    Such a program may hold back what has `KEY` in its name, and git does not run with a count of keys that are not
    there. Neither keys nor values may hold a quote.
    """
    given = environment.get("GIT_CONFIG_PARAMETERS", "")
    ours = [f"'{key}={value}'" for key, value in settings.items()]
    return {**environment, "GIT_CONFIG_PARAMETERS": " ".join([*([given] if given else []), *ours])}


def is_git_setting(name: str) -> bool:
    """A variable that holds settings of git's themselves, not one that names a file of them."""
    return name in {"GIT_CONFIG_COUNT", "GIT_CONFIG_PARAMETERS"} or name.startswith(
        ("GIT_CONFIG_KEY_", "GIT_CONFIG_VALUE_")
    )
