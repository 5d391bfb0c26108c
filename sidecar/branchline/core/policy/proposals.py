"""Narrow rules that would let a prompt pass the next time, and what else of the log a rule would have let pass.

`passes` decides anew with one more rule: what does not really help is not proposed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from branchline.core.policy.decisions import Decided, Decider, Outcome, Verdict
from branchline.core.policy.rules import BadRule, Rule, host_of, parse_rule
from branchline.core.policy.tools import ToolKind, Tools
from branchline.core.shell.shell import CannotTell, SimpleCommand, as_word, parse

Passes = Callable[[Decided, Rule], bool]


def propose(entry: Decided, tools: Tools, passes: Passes) -> list[Rule]:
    """The narrowest first; none when no rule could."""
    found: list[Rule] = []
    for text in dict.fromkeys(_candidates(entry, tools)):
        try:
            rule = parse_rule(text, tools)
        except BadRule:
            continue
        if passes(entry, rule):
            found.append(rule)
    return found


def matches(rule: Rule, entries: Iterable[Decided], passes: Passes) -> list[Decided]:
    """Of what the user was asked, each thing once, the latest time it was asked; oldest first."""
    latest = {
        (entry.session_id, entry.tool, entry.command, entry.paths, entry.url): entry
        for entry in entries
        if entry.decision is Verdict.ASK and entry.by is Decider.RULE and entry.outcome is Outcome.ASKED
    }
    found = [entry for entry in latest.values() if passes(entry, rule)]
    return sorted(found, key=lambda entry: entry.at)


def _candidates(entry: Decided, tools: Tools) -> Iterator[str]:
    kind = tools.kind(entry.tool)
    if kind is ToolKind.COMMAND:
        yield from _commands(entry.command or "")
    elif kind is ToolKind.FETCH:
        host = host_of(entry.url or "")
        if host:
            yield f"WebFetch(domain:{host})"
    elif kind in {ToolKind.EDIT, ToolKind.READ, ToolKind.SEARCH, ToolKind.LIST}:
        name = "Edit" if kind is ToolKind.EDIT else "Read"
        yield from _paths(name, entry)
    elif kind is ToolKind.MCP or entry.tool:
        yield str(entry.tool)


def _commands(line: str) -> Iterator[str]:
    """Exactly the command; then the same program and subcommand with other arguments."""
    pipelines = parse(line)
    if isinstance(pipelines, CannotTell):
        return
    commands = [command for pipeline in pipelines for command in pipeline.commands if command.words]
    for command in commands:
        yield f"Bash({command.text})"
    for command in commands:
        yield from _shorter(command)


def _shorter(command: SimpleCommand) -> Iterator[str]:
    words = [word.text for word in command.words]
    plain = next((at for at, word in enumerate(words) if at and word.startswith("-")), len(words))
    for length in range(min(plain, 3, len(words) - 1), 0, -1):
        # Without an argument of its own, a program's name alone would allow all that it can do.
        if length > 1:
            yield f"Bash({' '.join(as_word(word) for word in words[:length])}:*)"


def _paths(name: str, entry: Decided) -> Iterator[str]:
    for path in entry.paths[:1]:
        folder = entry.folder or ""
        relative = path.removeprefix(folder.rstrip("/") + "/") if folder else path
        if relative.startswith("/"):
            yield f"{name}(/{relative})"
            continue
        relative = relative.removeprefix("./")
        yield f"{name}(/{relative})"
        above = relative.rpartition("/")[0]
        if above:
            yield f"{name}(/{above}/**)"
