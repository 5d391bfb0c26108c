"""Programs that only run another one: looked through, when all of their own options are harmless."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import attrs

from branchline.core.policy.commands.environment import judge_variable
from branchline.core.policy.commands.model import Argument, Call, Level, unknown_option
from branchline.core.policy.commands.options import Grammar, grammar
from branchline.core.policy.confinement import Trouble


@attrs.frozen
class Wrapped:
    """What a wrapper runs, and the narrowest level that the wrapper itself asks for."""

    arguments: tuple[Argument, ...]
    level: Level = Level.READ


Unwrap = Callable[[Call], "Wrapped | Trouble"]


def _after_options(text: str, operands: int = 0, pattern: str = "", level: Level = Level.READ) -> Unwrap:
    """The wrapper's own options, then `operands` words of the given form, then the command."""
    known: Grammar = grammar(text, ordered=True)
    form = re.compile(pattern)

    def unwrap(call: Call) -> Wrapped | Trouble:
        parsed = known.parse(call)
        if isinstance(parsed, Trouble):
            return parsed
        own, inner = parsed.operands[:operands], parsed.operands[operands:]
        if len(own) < operands or any(not form.fullmatch(each.text) for each in own):
            return unknown_option(call.name, " ".join(each.text for each in own))
        return Wrapped(inner, level)

    return unwrap


def _env(call: Call) -> Wrapped | Trouble:
    """`env A=b command`, without an option; `env` alone would print secrets."""
    at = 0
    for each in call.arguments:
        name, equals, value = each.text.partition("=")
        if not equals or not re.fullmatch(r"[A-Za-z_]\w*", name, re.ASCII):
            break
        if trouble := judge_variable(name, value):
            return trouble
        at += 1
    inner = call.arguments[at:]
    if not inner or inner[0].text.startswith("-"):
        return unknown_option("env", inner[0].text if inner else "without a command")
    return Wrapped(inner)


def _run(word: str) -> Unwrap:
    """`poetry run …`: the same program, of the project's own environment."""

    def unwrap(call: Call) -> Wrapped | Trouble:
        if call.texts[:1] != [word] or call.texts[1:2] == [] or call.texts[1].startswith("-"):
            return Trouble(
                "program", f"What {' '.join([call.name, *call.texts[:1]])} would do is not known.", hazard=False
            )
        return Wrapped(call.arguments[1:], Level.SAFE)

    return unwrap


_DURATION = r"\d+(?:\.\d+)?[smhd]?"

WRAPPERS: Mapping[str, Unwrap] = {
    "timeout": _after_options("-vfk#s~ --verbose --foreground --preserve-status --kill-after# --signal~", 1, _DURATION),
    "gtimeout": _after_options("-vk#s~ --preserve-status --kill-after# --signal~", 1, _DURATION),
    "nice": _after_options("-# -n# --adjustment#"),
    "ionice": _after_options("-c#n#t"),
    "time": _after_options("-p"),
    "command": _after_options("-p"),
    "nohup": _after_options("", level=Level.SAFE),
    "stdbuf": _after_options("-i~o~e~ --input~ --output~ --error~"),
    "env": _env,
    "poetry": _run("run"),
    "pipenv": _run("run"),
    "rye": _run("run"),
    "bundle": _run("exec"),
}
