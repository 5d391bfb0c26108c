"""What the user set, as clients send it: each setting with its default, what is taken for it, and how it is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import attrs

from branchline.core.model.setup import AfterSetup
from branchline.core.policy.answers import AnswerRule, are_answers, read_answers
from branchline.core.policy.auto_yes_settings import AutoYesSettings, auto_yes_defaults, read_auto_yes
from branchline.core.policy.tools import Tools
from branchline.core.session.attention_events import Level
from branchline.core.session.check_setting import CheckCommand, are_checks, read_checks
from branchline.core.session.git_settings import GitSettings, read_git_settings
from branchline.core.session.personas import Personas, read_personas
from branchline.core.session.ports import PORT_RANGE, is_port_range, read_range
from branchline.core.session.quiet_hours import QuietHours, read_quiet_hours
from branchline.core.session.script_environment import VARIABLES, are_variables
from branchline.core.session.script_setting import SCRIPTS, are_scripts, read_scripts
from branchline.core.session.setting_values import (
    are_hours,
    are_minutes,
    are_names,
    are_paths,
    are_patterns,
    are_seconds,
    are_tries,
    is_after_setup,
    is_command,
    is_copied_megabytes,
    is_count,
    is_few,
    is_folder,
    is_level,
    is_megabytes,
    is_object,
    is_pattern,
    is_prefix,
    is_switch,
)

MEGABYTE = 1024 * 1024
_SETTING = "setting"


@attrs.frozen
class _Setting:
    key: str
    """Its name on the wire and in the manifest, there with `branchline.` before it."""
    default: Any
    """As a client would send it."""
    takes: Callable[[Any], bool]
    want: str
    """What should stand there, for the sentence about something else."""
    read: Callable[[Any], Any]


def _as_it_is(value: Any) -> Any:
    return value


def _setting(
    key: str, default: Any, takes: Callable[[Any], bool], want: str, read: Callable[[Any], Any] = _as_it_is
) -> Any:
    setting = _Setting(key, default, takes, want, read)
    return attrs.field(factory=lambda: read(default), metadata={_SETTING: setting})


def _named(paths: Mapping[str, str]) -> Mapping[str, str]:
    return {name: path for name, path in paths.items() if path}


# ------------------------------------------------------------ the settings


@attrs.frozen
class Settings:
    enabled: bool = _setting("enabled", True, is_switch, "true or false")
    """False: nothing is answered and no command is run by itself; agents that run go on."""
    branch_prefix: str = _setting("branchPrefix", "branchline/", is_prefix, "a short text")
    worktrees_folder: str | None = _setting(
        "worktreesFolder", "", is_folder, "an absolute path", lambda folder: folder or None
    )
    """None: `<repo>.worktrees` beside the repository."""
    scrollback_bytes: int = _setting(
        "scrollbackMegabytes", 10, is_megabytes, "a number from 1 to 1000", lambda size: int(size * MEGABYTE)
    )
    max_sessions: int = _setting("maxSessions", 10, is_count, "a whole number from 1 to 1000")
    spare_worktrees: int = _setting("spareWorktrees", 1, is_few, "a whole number from 0 to 4")
    """How many worktrees of a repository are ready before a session asks for one."""
    agents: Mapping[str, Any] = _setting("agents", {}, is_object, "an object")
    """User-defined agents as written: {name: {command: [...], title?: ...}}."""
    personas: Personas = _setting(  # noqa: RUF009  as the others, whose classes ruff knows to be frozen
        "personas", {}, is_object, "an object", read_personas
    )
    templates: Mapping[str, Any] = _setting("templates", {}, is_object, "an object")
    """As written: see `read_setting` in `core/session/templates.py`."""
    agent_paths: Mapping[str, str] = _setting("agentPaths", {}, are_paths, "an object of paths", _named)
    """Where an agent's program is, by agent name; else PATH decides."""
    snapshot_include: tuple[str, ...] = _setting("snapshotInclude", [], are_patterns, "a list of patterns", tuple)
    """Patterns of ignored files that snapshots hold too."""
    worktree_include: tuple[str, ...] = _setting("worktreeInclude", [], are_patterns, "a list of patterns", tuple)
    """Patterns of ignored files of the main checkout that a new worktree gets a copy of."""
    worktree_symlinks: tuple[str, ...] = _setting("worktreeSymlinks", [], are_names, "a list of folders", tuple)
    """Ignored folders of the main checkout that a new worktree has a link to, as gitignore's patterns."""
    worktree_copy_bytes: int = _setting(
        "worktreeCopyMegabytes",
        500,
        is_copied_megabytes,
        "a number from 0 to 100000",
        lambda size: int(size * MEGABYTE),
    )
    """All that is copied into one worktree together."""
    git: GitSettings = attrs.field(factory=GitSettings)
    find_bare_repositories: bool = _setting("findBareRepositories", False, is_switch, "true or false")
    """Whether git in agents' terminals may take a folder that it comes upon for a bare repository."""
    run_one_at_a_time: bool = _setting("runOneAtATime", False, is_switch, "true or false")
    """Whether a run in one session of a repository ends that of another."""
    keep_processes: bool = _setting("keepProcesses", False, is_switch, "true or false")
    """Whether what agents started goes on after they were stopped, paused or removed."""
    snapshot_largest: int = _setting(
        "snapshotFileMegabytes", 50, is_megabytes, "a number from 1 to 1000", lambda size: int(size * MEGABYTE)
    )
    """Bytes: untracked files beyond this are left out of snapshots and counts."""
    from_upstream: bool = _setting("newSessionsFromUpstream", False, is_switch, "true or false")
    """Whether a new session starts from what the upstream of the branch has by now, which is fetched."""
    keep_going_tries: int = _setting("keepGoingTries", 3, are_tries, "a whole number from 1 to 20")
    """How often an agent is told what failed, until Keep Going gives up."""
    pull_request_interval: float = _setting(
        "pullRequestInterval", 0, are_minutes, "a number from 0 to 1440", lambda minutes: 60.0 * minutes
    )
    """Seconds between looks at open pull requests while a window is there; 0: only when somebody looks."""
    auto_yes: AutoYesSettings = attrs.field(factory=AutoYesSettings)
    answers: tuple[AnswerRule, ...] = _setting(
        "answers", [], are_answers, "a list of rules with words and an answer", read_answers
    )
    """Answers to common questions; () where one of them cannot be read: it might say otherwise than the others."""
    on_waiting: tuple[str, ...] = _setting("onWaiting", [], is_command, "a command as a list of words", tuple)
    """A command, word by word, that runs when a session waits for the user; () for none."""
    check: Mapping[str, CheckCommand] = _setting(
        "check", {}, are_checks, "an object of commands by the path of a repository", read_checks
    )
    """What the user has checks run, by the path of a checkout."""
    setup_script: Mapping[str, str] = _setting("setupScript", "", are_scripts, SCRIPTS, read_scripts)
    run_command: Mapping[str, str] = _setting("runCommand", "", are_scripts, SCRIPTS, read_scripts)
    teardown_script: Mapping[str, str] = _setting("teardownScript", "", are_scripts, SCRIPTS, read_scripts)
    """What a shell runs in worktrees: see `script_of` in `core/session/script_setting.py`."""
    setup_seconds: float = _setting(
        "setupMinutes", 10, are_minutes, "a number from 0 to 1440", lambda minutes: 60.0 * minutes
    )
    """As long as a set-up script may take; 0: as long as it does."""
    setup_failure: AfterSetup = _setting(  # noqa: RUF009  it makes a field, as for the others
        "setupFailure", "start", is_after_setup, "one of start and wait", AfterSetup
    )
    teardown_seconds: float = _setting("teardownSeconds", 20, are_seconds, "a number from 1 to 600", float)
    port_range: tuple[int, int] = _setting("portRange", "41000-48999", is_port_range, PORT_RANGE, read_range)
    """The first and the last of the ports that sessions get ten of each."""
    script_environment: Mapping[str, str] = _setting("scriptEnvironment", {}, are_variables, VARIABLES)
    """What scripts and agents find in their environment: see `named_variables`."""
    notifications: Level = _setting(  # noqa: RUF009  it makes a field, as for the others
        "notifications", "waitingAndFailed", is_level, "one of off, waiting, waitingAndFailed and all", Level
    )
    """Of what the user is told while no window looks at it."""
    quiet_hours: QuietHours = _setting(  # noqa: RUF009  it makes a field, as for the others
        "quietHours", "", are_hours, "two times of the day such as 22:00-07:00, or empty", read_quiet_hours
    )
    quiet_seconds: float = _setting(
        "quietMinutes", 20, are_minutes, "a number from 0 to 1440", lambda minutes: 60.0 * minutes
    )
    """Without output, until a session that works is told of; 0: never."""
    bell: bool = _setting("bell", False, is_switch, "true or false")
    """Whether a session's terminals ring when it begins to wait for the user."""


_SETTINGS = {field.name: field.metadata[_SETTING] for field in attrs.fields(Settings) if _SETTING in field.metadata}
"""By field: all but auto-yes, which is an object with settings of its own."""

_GIT = "git"
"""The key of what is not ours, an object."""
_HARMLESS = {
    *("enabled", "branchPrefix", "worktreesFolder", "scrollbackMegabytes", "maxSessions", "snapshotInclude"),
    *("snapshotFileMegabytes", "keepProcesses", "notifications", "quietHours", "quietMinutes", "bell"),
    *("newSessionsFromUpstream", "spareWorktrees", "keepGoingTries", "pullRequestInterval"),
    *("worktreeInclude", "worktreeSymlinks", "worktreeCopyMegabytes", "runOneAtATime", _GIT),
    *("setupMinutes", "setupFailure", "teardownSeconds", "portRange"),
}


def harmless(raw: Mapping[str, Any]) -> dict[str, Any]:
    """What holds of stored settings that nobody vouches for: nothing that starts a program or lets something pass."""
    return {key: value for key, value in raw.items() if key in _HARMLESS}


def read_settings(raw: Mapping[str, Any], tools: Tools) -> tuple[Settings, list[str]]:
    """The settings, and a sentence for each that cannot be used; its default holds then, as for those left out.

    Keys are camelCase, as in the protocol; unknown ones are ignored, so that versions may differ. Rules may name
    the `tools`.
    """
    complaints: list[str] = []

    def complain(key: str, want: str) -> None:
        complaints.append(f"The setting branchline.{key} should be {want}; its default is used.")

    found: dict[str, Any] = {"auto_yes": read_auto_yes(raw.get("autoYes", {}), tools, complain)}
    found["git"] = read_git_settings(raw.get(_GIT), is_pattern)
    for name, setting in _SETTINGS.items():
        value = raw.get(setting.key, setting.default)
        if setting.takes(value):
            found[name] = setting.read(value)
        else:
            complain(setting.key, setting.want)
    return Settings(**found), complaints


def defaults() -> dict[str, Any]:
    """What holds where nothing is set, by key, as a client would send it."""
    return {**{each.key: each.default for each in _SETTINGS.values()}, "autoYes": auto_yes_defaults()}
