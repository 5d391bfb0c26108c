"""VS Code's tasks as shell texts: those that are to run in a new worktree, and the one that a session offers to run.

A shell of ours knows no editor: what names its windows, inputs or settings (`${input:…}`) cannot be run.
"""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Mapping
from typing import Any

from branchline.core.session import jsonc

_PLATFORM = "osx" if sys.platform == "darwin" else "linux"
_VARIABLE = re.compile(r"\$\{([^{}]+)\}")
_KNOWN = {
    "workspaceFolder": "BRANCHLINE_WORKTREE",
    "workspaceRoot": "BRANCHLINE_WORKTREE",
    "cwd": "BRANCHLINE_WORKTREE",
    "userHome": "HOME",
}
_VSCODES = re.compile(
    r"(env|config|input|command|workspaceFolder):.*|workspaceFolder(Basename)?|workspaceRoot|cwd|userHome|pathSeparator|/"
    r"|(relativeF|f)ile\w*|lineNumber|columnNumber|selectedText|execPath|defaultBuildTask"
)
_NAME = re.compile(r"[A-Za-z_]\w*")

Task = Mapping[str, Any]


def setup_of_tasks(text: str) -> str:
    """All with `"runOn": "worktreeCreated"`, each after those that it depends on. Raises ValueError."""
    tasks = _tasks(text)
    return _joined([each for each in tasks if _object(each.get("runOptions")).get("runOn") == "worktreeCreated"], tasks)


def run_of_tasks(text: str) -> str:
    """The first that sessions offer to run (`inSessions`, `inAgents`), and is no set-up. Raises ValueError."""
    tasks = _tasks(text)
    offered = [each for each in tasks if each.get("inSessions") is True or each.get("inAgents") is True]
    runs = [each for each in offered if _object(each.get("runOptions")).get("runOn") != "worktreeCreated"]
    return _joined(runs[:1], tasks)


def _tasks(text: str) -> list[Task]:
    """With what the file says for all of them, and for this system."""
    said = _object(jsonc.loads(text))
    common = _options(said)
    found: list[Task] = []
    for each in said.get("tasks") or []:
        task = _object(each)
        found.append({**task, **_object(task.get(_PLATFORM)), "options": {**common, **_options(task)}})
    return found


def _options(said: Task) -> Task:
    return {**_object(said.get("options")), **_object(_object(said.get(_PLATFORM)).get("options"))}


def _joined(wanted: list[Task], tasks: list[Task]) -> str:
    order: list[Task] = []
    for each in wanted:
        _add(each, tasks, order, ())
    lines = [line for line in map(_line, order) if line]
    return "\n".join(["set -e", *lines]) if lines else ""


def _add(task: Task, tasks: list[Task], order: list[Task], above: tuple[str, ...]) -> None:
    """Those that it depends on first."""
    label = _label(task)
    if label in above:
        raise ValueError(f"the task {label} depends on itself")
    needed = task.get("dependsOn") or []
    for name in needed if isinstance(needed, list) else [needed]:
        found = next((each for each in tasks if _label(each) == name), None)
        if found is None:
            raise ValueError(f"the task {label} depends on {name}, which is not there")
        _add(found, tasks, order, (*above, label))
    if task not in order:
        order.append(task)


def _label(task: Task) -> str:
    return str(task.get("label") or task.get("taskName") or "")


def _line(task: Task) -> str:
    """In a shell of its own: no folder and no variable of it is the next one's."""
    command = _command(task)
    options = _object(task.get("options"))
    cwd = options.get("cwd") or task.get("path")
    steps = [f"cd {_quoted(str(cwd))}"] if cwd else []
    for name, value in _object(options.get("env")).items():
        if not _NAME.fullmatch(name):
            raise ValueError(f"{name} is no variable")
        steps.append(f"export {name}={_quoted(str(value))}")
    return f"({' && '.join([*steps, command])})" if command else ""


def _command(task: Task) -> str:
    kind = task.get("type", "shell" if task.get("isShellCommand", True) else "process")
    if kind == "npm" and isinstance(task.get("script"), str):
        script = str(task["script"])
        return "npm install" if script == "install" else f"npm run {_quoted(script)}"
    command = task.get("command")
    args = task.get("args") or []
    if command is None and task.get("dependsOn"):
        return ""  # It is there for these alone.
    if not isinstance(args, list):
        raise ValueError(f"the arguments of the task {_label(task)} are no list")
    if kind == "process":
        return " ".join(_quoted(_value(each)) for each in (command, *args))
    if kind != "shell":
        raise ValueError(f"a task of the kind {kind} is known to VS Code alone")
    if isinstance(command, str) and not args:
        return _expanded(command)
    return " ".join(_argument(each) for each in (command, *args))


def _argument(raw: Any) -> str:
    """As VS Code hands it to a POSIX shell: what has a space in it is quoted, unless the task says how."""
    value = _value(raw)
    quoting = raw.get("quoting") if isinstance(raw, dict) else None
    if quoting == "strong":
        return _quoted(value)
    if quoting == "weak":
        return '"' + _expanded(re.sub(r'(["\\`])', r"\\\1", value)) + '"'
    if quoting == "escape":
        return re.sub(r"(\s)", r"\\\1", _expanded(value))
    is_quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "'\""
    return _quoted(value) if re.search(r"\s", value) and not is_quoted else _expanded(value)


def _value(raw: Any) -> str:
    value = raw.get("value") if isinstance(raw, dict) else raw
    if isinstance(value, list):
        value = " ".join(map(str, value))
    if not isinstance(value, str) or "\0" in value:
        raise ValueError("a command or an argument is no text")
    return value


def _quoted(value: str) -> str:
    """One word, whatever is in it; only VS Code's variables are filled in."""
    parts, at = [], 0
    for found in _VARIABLE.finditer(value):
        parts += [shlex.quote(value[at : found.start()])] if found.start() > at else []
        parts.append(f'"{_filled(found[1])}"')
        at = found.end()
    return "".join(parts + ([shlex.quote(value[at:])] if at < len(value) or not parts else []))


def _expanded(value: str) -> str:
    return _VARIABLE.sub(lambda found: _filled(found[1]) if _is_vscodes(found[1]) else found[0], value)


def _is_vscodes(name: str) -> bool:
    """Else it is the shell's own."""
    return _VSCODES.fullmatch(name) is not None


def _filled(name: str) -> str:
    if name in _KNOWN:
        return f"${{{_KNOWN[name]}}}"
    if name in {"pathSeparator", "/"}:
        return "/"
    if name == "workspaceFolderBasename":
        return '$(basename "$BRANCHLINE_WORKTREE")'
    kind, _, rest = name.partition(":")
    if kind == "env" and _NAME.fullmatch(rest):
        return f"${{{rest}}}"
    if kind == "workspaceFolder":
        return "${BRANCHLINE_WORKTREE}"
    raise ValueError(f"only VS Code knows what ${{{name}}} is")


def _object(value: Any) -> Mapping[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise ValueError("it is not laid out as it should be")
    return value
