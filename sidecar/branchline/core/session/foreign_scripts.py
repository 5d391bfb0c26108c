"""Set-up files that repositories have for other programs, each in its program's own format.

Read as these are documented in public; what else stands there is left alone, and what cannot be read is said.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Mapping
from typing import Any

import attrs

from branchline.core.session.vscode_tasks import run_of_tasks, setup_of_tasks

_WORKTREE, _MAIN, _NAME, _PORT = "BRANCHLINE_WORKTREE", "BRANCHLINE_MAIN", "BRANCHLINE_NAME", "BRANCHLINE_PORT"


_RUNS_SOMETHING = re.compile(r"^[ \t]*[^#\s]", re.MULTILINE)


@attrs.frozen
class Said:
    """What a file says is to be run: shell texts, "" for nothing. `variables` are those that its program gives, by
    which of ours has the same in it."""

    setup: str = ""
    run: str = ""
    teardown: str = ""
    setup_file: str = ""
    """In place of a text: the path of a script, from the repository's top."""
    one_at_a_time: bool = False
    variables: Mapping[str, str] = attrs.field(factory=dict)


class DamagedError(Exception):
    """Why a file cannot be read, as the end of a sentence about it."""


def read_foreign(path: str, text: str) -> Said:
    """`path` is one of FOREIGN. Raises DamagedError."""
    try:
        return FOREIGN[path](text)
    except RecursionError:
        raise DamagedError("it is nested too deeply") from None
    except ValueError as error:  # Of JSON and TOML as well.
        raise DamagedError(f"it cannot be read: {str(error)[:200]}") from None


def _toml(text: str) -> Mapping[str, Any]:
    # Only here: hardly any project has such a file, and every start would wait for the import.
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    return tomllib.loads(text)


def _codex(text: str) -> Said:
    said = _toml(text)
    actions = [_object(each) for each in _list(said.get("actions"))]
    usable = [each for each in actions if each.get("platform") in {None, *_PLATFORMS}]
    runs = [each for each in usable if each.get("icon") == "run"] or [
        each for each in usable if str(each.get("name")).lower() == "run"
    ]
    return Said(
        setup=_of_platform(said.get("setup")),
        run=_text(runs[0].get("command")) if runs else "",
        teardown=_of_platform(said.get("cleanup")),
        variables={"CODEX_WORKTREE_PATH": _WORKTREE, "CODEX_SOURCE_TREE_PATH": _MAIN},
    )


def _cursor(text: str) -> Said:
    said = _object(json.loads(text))
    setup = said.get("setup-worktree-unix") or said.get("setup-worktree")
    variables = {"ROOT_WORKTREE_PATH": _MAIN}
    if isinstance(setup, str):
        return Said(setup_file=f".cursor/{setup}", variables=variables)
    return Said(setup=_lines(setup), variables=variables)


def _conductor(text: str) -> Said:
    return _conductors(_object(_toml(text).get("scripts")), "run_mode")


def _old_conductor(text: str) -> Said:
    said = _object(json.loads(text))
    scripts = _object(said.get("scripts"))
    return _conductors({**scripts, "runScriptMode": said.get("runScriptMode")}, "runScriptMode")


def _conductors(scripts: Mapping[str, Any], mode: str) -> Said:
    modes = {scripts.get(mode), scripts.get("runScriptMode")}
    return Said(
        setup=_text(scripts.get("setup")),
        run=_conductors_run(scripts.get("run")),
        teardown=_text(scripts.get("archive")),
        one_at_a_time="nonconcurrent" in {each for each in modes if isinstance(each, str)},
        variables={
            "CONDUCTOR_WORKSPACE_PATH": _WORKTREE,
            "CONDUCTOR_ROOT_PATH": _MAIN,
            "CONDUCTOR_WORKSPACE_NAME": _NAME,
            "CONDUCTOR_PORT": _PORT,
        },
    )


def _conductors_run(run: Any) -> str:
    """A text, or several by name, of which one is the default."""
    if not isinstance(run, dict):
        return _text(run)
    named = [_object(each) for each in run.values() if isinstance(each, dict)]
    local = [each for each in named if "local" in _list(each.get("available_in", ["local"]))]
    return _text(next((each for each in local if each.get("default") is True), {**(local or [{}])[0]}).get("command"))


def _superset(text: str) -> Said:
    said = _object(json.loads(text))
    return Said(
        setup=_lines(said.get("setup")),
        run=_lines(said.get("run")),
        teardown=_lines(said.get("teardown")),
        variables={
            "SUPERSET_WORKSPACE_PATH": _WORKTREE,
            "SUPERSET_ROOT_PATH": _MAIN,
            "SUPERSET_WORKSPACE_NAME": _NAME,
        },
    )


def _kilo(path: str) -> Callable[[str], Said]:
    """One of comments alone is the template that its program puts there."""
    variables = {"WORKTREE_PATH": _WORKTREE, "REPO_PATH": _MAIN}
    return lambda text: Said(setup_file=path if _RUNS_SOMETHING.search(text) else "", variables=variables)


def _vscode(text: str) -> Said:
    return Said(setup=setup_of_tasks(text), run=run_of_tasks(text))


FOREIGN: Mapping[str, Callable[[str], Said]] = {
    ".codex/environments/environment.toml": _codex,
    ".cursor/worktrees.json": _cursor,
    ".conductor/settings.toml": _conductor,
    "conductor.json": _old_conductor,
    ".superset/config.json": _superset,
    **{
        path: _kilo(path)
        for path in (
            ".kilo/setup-script",
            ".kilo/setup-script.sh",
            ".kilocode/setup-script",
            ".kilocode/setup-script.sh",
        )
    },
    ".vscode/tasks.json": _vscode,
}
"""By path, in the order in which they go before each other."""

_PLATFORMS = {"darwin", "macos"} if sys.platform == "darwin" else {"linux"}


def _of_platform(section: Any) -> str:
    """The script of a section, or the one that it has for this system."""
    said = _object(section)
    own = [_object(said.get(each)).get("script") for each in sorted(_PLATFORMS)]
    return _text(next((each for each in own if each), said.get("script")))


def _lines(value: Any) -> str:
    """Commands one after the other, as long as they succeed."""
    if isinstance(value, str):
        return _text(value)
    lines = [each for each in map(_text, _list(value)) if each.strip()]
    return "\n".join(["set -e", *lines]) if lines else ""


def _text(value: Any) -> str:
    """Raises ValueError."""
    if value is None:
        return ""
    if not isinstance(value, str) or "\0" in value:
        raise ValueError("a command is no text")
    return value if value.strip() else ""


def _list(value: Any) -> list[Any]:
    """Raises ValueError."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise ValueError("a list of commands is none")
    return value


def _object(value: Any) -> Mapping[str, Any]:
    """Raises ValueError."""
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise ValueError("it is not laid out as it should be")
    return value
