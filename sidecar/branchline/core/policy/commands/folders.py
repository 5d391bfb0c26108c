"""Programs that make and remove folders: what they leave says where a shell can go afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from branchline.core.policy.commands.model import Call, Handler, Judgement, Level
from branchline.core.policy.commands.options import grammar
from branchline.core.policy.commands.programs import Program
from branchline.core.policy.confinement import Trouble

_MKDIR = Program(grammar("-pvm~ --parents --verbose --mode~"), "write", Level.SAFE)


def _mkdir(call: Call) -> Judgement:
    judged, parsed = _MKDIR(call), _MKDIR.grammar.parse(call)
    if isinstance(judged, Trouble) or isinstance(parsed, Trouble):
        return judged
    return attrs.evolve(judged, makes=resolved_paths(call, [each.text for each in parsed.operands]))


_RMDIR = Program(grammar("-pv --parents --verbose --ignore-fail-on-non-empty"), "delete", Level.WORKTREE)


def _rmdir(call: Call) -> Judgement:
    judged, parsed = _RMDIR(call), _RMDIR.grammar.parse(call)
    if isinstance(judged, Trouble) or isinstance(parsed, Trouble):
        return judged
    paths = [each.text for each in parsed.operands]
    if parsed.has("-p", "--parents"):
        return attrs.evolve(judged, removes=with_parents(call, paths))
    return attrs.evolve(judged, removes=resolved_paths(call, paths))


def with_parents(call: Call, paths: Iterable[str]) -> tuple[str, ...]:
    """The paths, resolved, and the folders around them as far as the worktree goes."""
    found: set[str] = set()
    for path in resolved_paths(call, paths):
        while call.ground.inside(path):
            found.add(path)
            path = path.rpartition("/")[0]
    return tuple(sorted(found))


def resolved_paths(call: Call, paths: Iterable[str]) -> tuple[str, ...]:
    """Where they lead, without those that lead nowhere."""
    found = (call.ground.resolve(path, call.folder) for path in paths)
    return tuple(each for each in found if isinstance(each, str))


FOLDERS: Mapping[str, Handler] = {"mkdir": _mkdir, "rmdir": _rmdir}
