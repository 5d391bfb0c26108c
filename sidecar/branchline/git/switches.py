"""What makes git run programs that a repository names, and how each is switched off.

An agent can write the repository's settings, so whatever they name to be run is the agent's choice. Each name here is
one kind of program; a call that carries out what the user asked for lifts those that it needs, by name. Filters are not
among them, as git has no switch for them: see `own_folder`. Diffs take `--no-ext-diff --no-textconv`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache

import attrs

from branchline.git import configured_hooks
from branchline.machine.git_settings import NO_BARE_REPOSITORIES, with_git_settings


@attrs.frozen
class _Switch:
    settings: Mapping[str, str] = attrs.field(factory=dict)
    variables: Mapping[str, str] = attrs.field(factory=dict)


_SWITCHES = {
    # Empty: before 2.36 `false` was a program's name.
    "fsmonitor": _Switch({"core.fsmonitor": ""}),
    "hooks": _Switch({"core.hooksPath": "/dev/null", **configured_hooks.by_event()}),
    "signing": _Switch({"commit.gpgSign": "false", "tag.gpgSign": "false", "log.showSignature": "false"}),
    "asking": _Switch(
        {"core.pager": "cat", "core.editor": "false", "sequence.editor": "false", "core.askPass": ""},
        {
            "GIT_PAGER": "cat",
            "GIT_EDITOR": "false",
            "GIT_SEQUENCE_EDITOR": "false",
            "GIT_ASKPASS": "",
            "SSH_ASKPASS": "",
        },
    ),
    # Also an object that is only promised by a remote would be fetched; git before 2.44 may know the first alone.
    "network": _Switch(
        {"core.sshCommand": "false", "core.gitProxy": "", "credential.helper": "", "core.alternateRefsCommand": "true"},
        {"GIT_ALLOW_PROTOCOL": "", "GIT_NO_LAZY_FETCH": "1"},
    ),
    "housekeeping": _Switch({"gc.auto": "0", "maintenance.auto": "false"}),
    "submodules": _Switch({"submodule.recurse": "false", "status.submoduleSummary": "false"}),
    "bare": _Switch(NO_BARE_REPOSITORIES),
}
USERS = frozenset({"hooks", "signing", "asking", "network", "bare", "housekeeping"})
"""Lifted where the user's own hooks run, since they inherit what is switched off, and may fetch or sign."""


def switched_off(lifted: Collection[str], added: Mapping[str, str]) -> dict[str, str]:
    """`added` to the environment in which git runs nothing of the repository's but what is `lifted`. Settings that
    `added` has itself (`configured`) go before."""
    environment = dict(_off(frozenset(lifted)))
    count = int(environment["GIT_CONFIG_COUNT"])
    own = int(added.get("GIT_CONFIG_COUNT", "0"))
    for name, value in added.items():
        kind, _, number = name.rpartition("_")
        if kind in {"GIT_CONFIG_KEY", "GIT_CONFIG_VALUE"}:
            environment[f"{kind}_{count + int(number)}"] = value
        else:
            environment[name] = value
    environment["GIT_CONFIG_COUNT"] = str(count + own)
    return environment


def configured(settings: Mapping[str, str]) -> dict[str, str]:
    """The environment in which git has these settings, whatever the user's are."""
    return with_git_settings({}, settings)


@cache
def _off(lifted: frozenset[str]) -> Mapping[str, str]:
    settings: dict[str, str] = {}
    variables: dict[str, str] = {}
    for name, switch in _SWITCHES.items():
        if name not in lifted:
            settings |= switch.settings
            variables |= switch.variables
    return with_git_settings(variables, settings)
