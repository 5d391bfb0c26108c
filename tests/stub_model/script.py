"""What the model says next, apart from any wire format."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import attrs

DONE = "All done."
README_LINE = "Adds up what you spend. A small library, a command, and a page that shows the result."
"""Of the sample repository's README.md."""
SERVER = "python3 -m http.server 0 --bind 127.0.0.1"
"""Goes on while the agent does something else."""
THINK = 0.3
"""Seconds before a reply, unless the instruction says otherwise."""

_SCENARIO = re.compile(r".*scenario:([a-z]+)(.*)", re.DOTALL)
_OPTION = re.compile(r"\b(think|file|status|skip)=([\w.-]*\w)")
_FOLDER = (
    re.compile(r"(?i)working (?:in the )?directory(?: is)?: `?(/[^\s`<]+)"),
    re.compile(r"<cwd>([^<]+)</cwd>"),
    re.compile(r"Workspace Directories:\W+(/[^\s`<]+)"),
)


@attrs.frozen
class Call:
    """A tool call in our own words: `kind` is shell, read, write, edit, serve or delegate; see `tools.py` for what
    becomes of it."""

    kind: str
    arguments: Mapping[str, str]


def _shell(command: str, description: str) -> Call:
    return Call("shell", {"command": command, "description": description})


Steps = Sequence[str | Sequence[Call]]
"""One entry per reply of a turn: a text, or the calls to make."""
SCENARIOS: Mapping[str, Steps] = {
    "plain": ["Hello. This is plain text."],
    "slow": [" ".join(f"word{number:03}" for number in range(80))],
    "touch": [[_shell("touch {file}", "Create an empty file")], DONE],
    "write": [[Call("write", {"path": "{file}", "content": "first line\nsecond line\n"})], DONE],
    "edit": [
        [Call("read", {"path": "README.md"})],
        [Call("edit", {"path": "README.md", "old": README_LINE, "new": "Adds up all that you spend."})],
        DONE,
    ],
    "serve": [[Call("serve", {"command": SERVER, "description": "Serve the page"})], DONE],
    "delegate": [[Call("delegate", {"description": "Look around", "text": "please do scenario:slow think=4"})], DONE],
}
"""By name. There is `error` too, an HTTP status.

An instruction's options: `file=NAME` in place of {file}, `status=NUMBER` of the error, `think=SECONDS`, `skip=NUMBER`
of entries to leave out at the beginning.
"""
_DEFAULTS = {"file": "hello.txt", "status": "500", "think": str(THINK), "skip": "0"}


@attrs.frozen
class Tool:
    """A tool that the agent offers. `schema` is None for one that takes free text."""

    name: str
    schema: Mapping[str, Any] | None
    namespace: str = ""


@attrs.frozen
class Request:
    """What a wire format's `read` finds in an agent's request.

    `texts` are the user's, oldest first; `results` counts the rounds of tool results since the last instruction;
    `wanted` is the JSON schema that the reply must fit, if any; `without_tools` says that the agent reads commands and
    edits off the reply's text.
    """

    texts: tuple[str, ...]
    results: int
    tools: tuple[Tool, ...]
    context: str
    model: str
    stream: bool
    wanted: Mapping[str, Any] | None = None
    without_tools: bool = False


@attrs.frozen
class Reply:
    """`error` is an HTTP status to answer with in place of all else; 0: none."""

    text: str
    calls: tuple[Call, ...] = ()
    think: float = THINK
    folder: str = ""
    error: int = 0


def has_instruction(text: str) -> bool:
    return _SCENARIO.match(text) is not None


def reply(request: Request, more: Mapping[str, Steps] | None = None) -> Reply:
    """The next step of the script that the last instruction names, among SCENARIOS or `more` of them.

    Agents also ask for titles, summaries and topics on the side, without tools: those get a short text, or the smallest
    value that fits.
    """
    if request.wanted is not None:
        return Reply(json.dumps(smallest(request.wanted)), think=0)
    found = next((match for text in reversed(request.texts) if (match := _SCENARIO.match(text))), None)
    if found is None or not (request.tools or request.without_tools):
        return Reply("A title", think=0)
    name, options = found[1], {**_DEFAULTS, **dict(_OPTION.findall(found[2]))}
    think = float(options["think"])
    if name == "error":
        return Reply("", think=think, error=int(options["status"]))
    known = {**SCENARIOS, **(more or {})}
    steps = known.get(name, [f"There is no scenario {name}."])[int(options["skip"]) :]
    if request.without_tools:
        steps = [step for step in steps if isinstance(step, str) or any(call.kind != "read" for call in step)]
    step = steps[min(request.results, len(steps) - 1)]
    if isinstance(step, str):
        return Reply(step, think=think)
    calls = [Call(call.kind, _filled(call.arguments, options["file"])) for call in step]
    return Reply("I will do that now.", tuple(calls), think, _folder(request.context))


def _filled(arguments: Mapping[str, str], file: str) -> dict[str, str]:
    return {key: value.replace("{file}", file) for key, value in arguments.items()}


def _folder(context: str) -> str:
    """Where the agent says it works: some tools want absolute paths."""
    found = [match for pattern in _FOLDER for match in pattern.findall(context)]
    return found[-1].rstrip(".,;/") if found else ""


def smallest(schema: Mapping[str, Any], depth: int = 0) -> Any:
    """The smallest value that fits a JSON schema, as far as agents use them."""
    if depth > 8:
        return ""
    if schema.get("enum"):
        return schema["enum"][0]
    for each in ("anyOf", "oneOf", "allOf"):
        if schema.get(each):
            return smallest(schema[each][0], depth + 1)
    kind = schema.get("type", "object" if "properties" in schema else "string")
    kind = str(kind[0] if isinstance(kind, list) else kind).lower()
    if kind == "object":
        fields = schema.get("properties") or {}
        return {name: smallest(fields.get(name, {}), depth + 1) for name in schema.get("required", fields)}
    if kind == "array":
        return [smallest(schema.get("items", {}), depth + 1)] if schema.get("minItems") else []
    return {"integer": 0, "number": 0, "boolean": False, "null": None}.get(kind, "stub")
