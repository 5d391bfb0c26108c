"""A whole command line: every simple command in it, where it runs, and what it reads and writes by redirection."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from branchline.core.policy.commands.environment import judge_variable
from branchline.core.policy.commands.ignoring import writes_ignoring
from branchline.core.policy.commands.model import Argument, Call, Fine, Judgement, Level
from branchline.core.policy.commands.registry import judge, peel
from branchline.core.policy.confinement import Ground, Trouble, Use
from branchline.core.policy.globs import expand
from branchline.core.policy.places import Place, State, at_home, places_of, settle, where_cd_leads
from branchline.core.shell.quoting import Word
from branchline.core.shell.shell import CannotTell, Redirection, SimpleCommand, as_word, parse

DEEPEST = 3
"""How often a shell may run a line in a line."""
_SHELLS = frozenset({"bash", "sh"})


@attrs.frozen
class Part:
    """One thing that a line does: a command, or a file that a redirection reads or writes."""

    texts: tuple[str, ...]
    """The command as it is written, and without its wrappers: what rules are compared with. Empty for a file."""
    judgement: Judgement
    around: Trouble | None = None
    """What speaks against it whatever the command is: a variable before it."""
    touched: tuple[tuple[str, Use], ...] = ()
    """The paths that it names, resolved, as far as its program is known."""
    is_file: bool = False


def judge_line(
    text: str, folder: str, ground: Ground, depth: int = 0, *, after_ignoring: bool = False
) -> tuple[Part, ...] | CannotTell:
    """Every part of the line, judged by itself and in the light of what comes before it."""
    pipelines = parse(text)
    if isinstance(pipelines, CannotTell):
        return pipelines
    if depth > DEEPEST:
        return CannotTell("it runs shells in shells")
    start = ground.resolve(folder, "/")
    if isinstance(start, Trouble) or ground.inside(start) is None:
        return CannotTell("it would run outside the worktree")
    parts: list[Part] = []
    state = State(frozenset({Place(folder, start)}), wrote_ignoring=after_ignoring)
    for pipeline in pipelines:
        places = places_of(state, pipeline.before)
        if (pipeline.before == "||" and state.after_cd is not None) or (
            pipeline.before == ";" and state.after_cd is False
        ):
            return CannotTell("whether “cd” succeeds is not certain")
        state.after_cd = None
        if pipeline.before not in {"", "&&"}:
            state.made = frozenset()
        before = state.success
        moved: frozenset[Place] | None = None
        for command in pipeline.commands:
            if command.words and command.words[0].text == "cd":
                if len(pipeline.commands) > 1 or command.redirections:
                    return CannotTell("whether “cd” counts is not certain")
                gone = where_cd_leads(command, places, ground, state)
                if isinstance(gone, Trouble):
                    # Whoever allows the `cd` by a rule does not know either where the rest would run.
                    return CannotTell(f"“{command.text}” may lead elsewhere")
                moved = gone
                parts.append(Part((command.text,), Fine(Level.READ, "cd")))
                continue
            parts.extend(_command(command, places, ground, state, depth))
        if pipeline.before == "||" or len(pipeline.commands) > 1:
            state.made = frozenset()
        settle(state, pipeline.before, before, places, moved)
    return tuple(parts)


def _command(
    command: SimpleCommand, places: frozenset[Place], ground: Ground, state: State, depth: int
) -> Iterator[Part]:
    """The command and its redirections, at every place where it may run."""
    if command.words:
        judgement: Judgement | None = None
        inner: list[Part] = []
        texts = [command.text]
        ground.touched.clear()
        for place in sorted(places, key=lambda each: each.physical):
            calls = _calls(command, ground, place.physical, state)
            ways: Sequence[Call | Trouble] = [calls] if isinstance(calls, Trouble) else calls
            for at, call in enumerate(ways):
                # What it would be without a pattern is judged, too, but no rule means it.
                heard = list(texts) if at else texts
                here = call if isinstance(call, Trouble) else _judge_call(call, heard, inner, depth)
                judgement = here if judgement is None else _worse(judgement, here)
        judgement = judgement or Trouble("cd", "Where it would run is not certain.")
        touched = tuple(dict.fromkeys(ground.touched))
        yield Part(tuple(texts), judgement, _variables(command), touched)
        yield from inner
        state.wrote_ignoring = state.wrote_ignoring or any(
            writes_ignoring(each) for each in (touched, *(part.touched for part in inner))
        )
        for each in [judgement, *(part.judgement for part in inner)]:
            # What is not known may have done anything, should the user's own rule let it pass.
            state.wrote = state.wrote or isinstance(each, Trouble) or each.level > Level.READ
            state.unsettled = state.unsettled or isinstance(each, Trouble) or each.unsettles
        for each in [judgement, *(part.judgement for part in inner)]:
            if isinstance(each, Fine):
                state.lost(each.removes)
        if isinstance(judgement, Fine):
            state.made |= set(judgement.makes)
    elif command.assignments:
        yield Part((), Trouble("shell", "It sets a variable for what comes later."))
    yield from _redirected(command, places, ground, state)


def _variables(command: SimpleCommand) -> Trouble | None:
    found = (judge_variable(name, value.text) for name, value in command.assignments)
    return next((trouble for trouble in found if trouble is not None), None)


def _worse(one: Judgement, other: Judgement) -> Judgement:
    if isinstance(one, Trouble) or isinstance(other, Trouble):
        return one if isinstance(one, Trouble) else other
    worse = one if one.level >= other.level else other
    return attrs.evolve(
        worse, unsettles=one.unsettles or other.unsettles, makes=(), removes=one.removes + other.removes
    )


def _calls(command: SimpleCommand, ground: Ground, folder: str, state: State) -> list[Call] | Trouble:
    """The command after what the shell replaces. A pattern that matches nothing stays as it is, or, as some shells are
    set up, goes, and the next word stands in its place."""
    arguments: list[Argument] = []
    idle: set[int] = set()
    name = command.words[0].text
    for word in command.words[1:]:
        if word.status and name not in {"echo", "printf"}:
            return Trouble("shell", "It holds a number that is not known.")
        if word.home:
            arguments.append(Argument(at_home(word.text, ground)))
            continue
        if word.pattern is not None and word.pattern[0] is not None and state.wrote:
            return Trouble("path", f"What {word.text} stands for may change before.")
        names = expand(word, ground, folder)
        if isinstance(names, Trouble):
            return names
        if word.pattern is not None and names == [word.text]:
            idle.add(len(arguments))
        arguments.extend(Argument(each, word.quoted) for each in names)
    if state.unsettled and any("/" in each.text or not each.text.startswith("-") for each in arguments):
        return Trouble("path", "Where its paths lead may change before.")
    ways = [arguments, [each for at, each in enumerate(arguments) if at not in idle]] if idle else [arguments]
    return [Call(name, tuple(each), ground, folder, state.wrote_ignoring) for each in ways]


def _judge_call(call: Call, texts: list[str], inner: list[Part], depth: int) -> Judgement:
    peeled = peel(call)
    if isinstance(peeled, Trouble):
        return peeled
    bare = " ".join(as_word(each) for each in [peeled.call.name, *peeled.call.texts])
    if bare not in texts:
        texts.append(bare)
    if peeled.call.name in _SHELLS:
        return _shell(peeled.call, inner, depth)
    judgement = judge(peeled.call)
    if isinstance(judgement, Fine) and judgement.level < peeled.level:
        return attrs.evolve(judgement, level=peeled.level)
    return judgement


def _shell(call: Call, inner: list[Part], depth: int) -> Judgement:
    """`bash -c LINE`: as good as the line."""
    if len(call.texts) != 2 or call.texts[0] not in {"-c", "-lc"}:
        return Trouble("program", f"What {call.name} would run is not known.")
    line = call.texts[1]
    parts = judge_line(line, call.folder, call.ground, depth + 1, after_ignoring=call.after_ignoring)
    if isinstance(parts, CannotTell):
        return Trouble("cannot-tell", f"What it does cannot be told: {parts.reason}.")
    if not parts:
        return Trouble("program", f"What {call.name} would run is not known.")
    inner.extend(parts)
    return Fine(Level.READ, f"{call.name} -c")


def _redirected(command: SimpleCommand, places: frozenset[Place], ground: Ground, state: State) -> Iterator[Part]:
    for redirection in command.redirections:
        yield from _redirection(redirection, places, ground, state)


def _redirection(redirection: Redirection, places: frozenset[Place], ground: Ground, state: State) -> Iterator[Part]:
    word: Word = redirection.target
    path = at_home(word.text, ground) if word.home else word.text
    use = Use.READ if redirection.kind == "<" else Use.WRITE
    for place in sorted(places, key=lambda each: each.physical):
        trouble = ground.trouble(path, place.physical, use)
        if state.unsettled and path != "/dev/null":
            trouble = trouble or Trouble("path", f"Where {path} leads may change before.")
        level = Level.READ if use is Use.READ or path == "/dev/null" else Level.SAFE
        fine = Fine(level, f"{redirection.kind} file")
        resolved = ground.resolve(path, place.physical)
        touched = ((resolved, use),) if isinstance(resolved, str) and path != "/dev/null" else ()
        yield Part((), trouble or fine, touched=touched, is_file=True)
        state.wrote_ignoring = state.wrote_ignoring or writes_ignoring(touched)
    state.wrote = state.wrote or (use is Use.WRITE and path != "/dev/null")
