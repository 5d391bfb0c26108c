"""All programs that are known, and the one place that looks them up."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from branchline.core.policy.commands.git import git
from branchline.core.policy.commands.javascript import JAVASCRIPT
from branchline.core.policy.commands.model import Call, Fine, Handler, Judgement, Level
from branchline.core.policy.commands.native import NATIVE, wrapper_script
from branchline.core.policy.commands.options import seems_outside
from branchline.core.policy.commands.readers import READERS
from branchline.core.policy.commands.scripts import SCRIPTS
from branchline.core.policy.commands.searching import SEARCHERS
from branchline.core.policy.commands.toolchain import PYTHON, TOOLS, judge_tool
from branchline.core.policy.commands.wrappers import WRAPPERS
from branchline.core.policy.commands.writers import WRITERS
from branchline.core.policy.confinement import Trouble, Use
from branchline.core.regexes import regex
from branchline.core.words import words

_PROGRAMS: Mapping[str, Handler] = {**READERS, **SEARCHERS, **WRITERS, **SCRIPTS, "git": git}
_TOOLS: Mapping[str, Handler] = {**TOOLS, **PYTHON, **JAVASCRIPT, **NATIVE}

_VERSIONS = words(
    "rustc gcc g++ clang clang++ cc c++ java javac ruby perl php go docker uv pip pip3 poetry rustup swift kotlin"
    " scala ghc elixir dotnet cmake ninja gradle mvn brew npx bash zsh jq rg gh pre-commit tox nox terraform kubectl"
    " helm"
)
"""Programs that nothing else is known of than that they tell their version."""

SHELL_STATE = words(
    "eval exec source . alias unalias trap export declare typeset local readonly set unset shopt setopt unsetopt"
    " emulate autoload hash enable builtin bind complete fc history zmodload zle zstyle read mapfile readarray let"
    " pushd popd dirs ulimit umask return break continue shift getopts wait fg bg disown suspend logout chroot su sudo"
    " doas pkexec"
)
"""What changes the shell itself or the user: what comes after it is not known any more."""


@attrs.frozen
class Peeled:
    """A command with its wrappers taken off, and the narrowest level that these ask for."""

    call: Call
    level: Level = Level.READ


def peel(call: Call) -> Peeled | Trouble:
    level = Level.READ
    while (unwrap := WRAPPERS.get(call.name)) is not None:
        if call.name == "command" and call.texts[:1] in (["-v"], ["-V"]):
            return Peeled(call.shifted("which", call.arguments[1:]), level)
        inner = unwrap(call)
        if isinstance(inner, Trouble):
            return inner
        if not inner.arguments:
            return Trouble("program", f"{call.name} has nothing to run.")
        level = max(level, inner.level)
        call = call.shifted(inner.arguments[0].text, inner.arguments[1:])
    return Peeled(call, level)


def judge(call: Call) -> Judgement:
    """What a command without wrappers may do."""
    if call.name in SHELL_STATE:
        return Trouble("shell", f"{call.name} changes what later commands mean or who runs them.")
    judged = _judged(call)
    if isinstance(judged, Trouble):
        return judged if judged.hazard else _reaches_out(call) or judged
    return _mentions_outside(call) or judged


def _judged(call: Call) -> Judgement:
    if "/" in call.name:
        return wrapper_script(call) or Trouble("program", f"{call.name} is a program by its path.", hazard=False)
    if call.texts == ["--version"] and (call.name in _VERSIONS or call.name in _TOOLS):
        return Fine(Level.READ, f"{call.name} --version")
    if call.texts == ["-version"] and call.name in {"java", "javac"}:
        return Fine(Level.READ, f"{call.name} --version")
    handler = _PROGRAMS.get(call.name)
    judged = handler(call) if handler is not None else judge_tool(call, _TOOLS)
    return judged or Trouble("program", f"What {call.name} does is not known.", hazard=False)


_ATTACHED = regex(r"-{1,2}\w(?=[/~.])|-{0,2}[\w.-]*[=:,@]")
"""What may stand before a path in the same word."""


def _reaches_out(call: Call) -> Trouble | None:
    """Of a program that is not known, any word may be a path: a rule with a wildcard does not mean one that is outside
    or holds a secret."""
    for each in call.texts:
        attached = _ATTACHED.match(each)
        rest = each[attached.end() :] if attached else ""
        for piece in (each, "" if rest.startswith("//") else rest):
            trouble = call.ground.trouble(piece, call.folder, Use.READ) if piece else None
            if trouble is not None and trouble.rule in {"outside", "secret"}:
                return trouble
    return None


def _mentions_outside(call: Call) -> Trouble | None:
    """A path that leads outside, wherever it stands unquoted, even where it should only be a text."""
    for each in call.arguments:
        if each.quoted:
            continue
        for piece in {each.text, each.text.partition("=")[2], each.text.rpartition(":")[2]}:
            if seems_outside(piece) and piece != "/dev/null":
                trouble = call.ground.trouble(piece, call.folder, Use.READ)
                if trouble is not None and trouble.rule == "outside":
                    return trouble
    return None
