"""git's commands that change files, the index or the branch."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import attrs

from branchline.core.policy.commands.folders import with_parents
from branchline.core.policy.commands.model import Argument, Call, Fine, Judgement, Level, too_much
from branchline.core.policy.commands.options import Parsed
from branchline.core.policy.commands.pathspecs import instruction, matched, wants_secret
from branchline.core.policy.commands.writers import copy_or_move, delete
from branchline.core.policy.confinement import Kind, TooMany, Trouble, Use

Rule = Callable[[Call, Parsed], Judgement]


def _for_secrets(call: Call, texts: list[str]) -> Trouble | None:
    return next((found for text in texts if (found := wants_secret(call, text))), None)


def bare(most: int = 0, level: Level = Level.READ, *, unsettles: bool = False) -> Rule:
    def rule(call: Call, parsed: Parsed) -> Judgement:
        if len(parsed.operands) > most:
            return Trouble(
                "git", f"What {call.name} does with {parsed.operands[most].text} is not known.", hazard=False
            )
        return Fine(level, call.name, unsettles)

    return rule


def paths(use: Use, level: Level, *, unsettles: bool = False) -> Rule:
    def rule(call: Call, parsed: Parsed) -> Judgement:
        texts = [each.text for each in parsed.operands]
        trouble = instruction(call, texts) or _for_secrets(call, texts) or call.first_trouble(texts, use)
        return trouble or Fine(level, call.name, unsettles)

    return rule


def _add(call: Call, parsed: Parsed) -> Judgement:
    texts = [each.text for each in parsed.operands]
    trouble = instruction(call, texts) or _for_secrets(call, texts)
    trouble = trouble or call.first_trouble([text for text in texts if text not in {"*", "*.*"}], Use.READ)
    return trouble or Fine(Level.SAFE, call.name)


def _remove(call: Call, parsed: Parsed) -> Judgement:
    """Patterns that reach git take what they match at any depth. Folders that become empty go as well."""
    texts = [each.text for each in parsed.operands]
    paths: list[str] = []
    trouble = instruction(call, texts)
    for text in texts if trouble is None else []:
        found = matched(call, text)
        if isinstance(found, Trouble):
            return found
        paths.extend(found)
        trouble = trouble or next(filter(None, (_submodule(call, path) for path in found)), None)
    judged = trouble or delete(call, paths)
    if isinstance(judged, Trouble):
        return judged
    if parsed.has("--cached", "-n", "--dry-run"):
        return attrs.evolve(judged, unsettles=False, removes=())
    return attrs.evolve(judged, removes=with_parents(call, paths))


def _submodule(call: Call, path: str) -> Trouble | None:
    """With a submodule, git changes `.gitmodules`, too. One that is not filled is an empty folder."""
    ground = call.ground
    start = ground.resolve(path, call.folder)
    if ground.disk.kind(f"{ground.root}/.gitmodules") is None or isinstance(start, Trouble):
        return None
    try:
        below = [f"{start}/{entry.below}" for entry in ground.walk(path, call.folder) if entry.kind is Kind.FOLDER]
    except TooMany:
        return too_much(call.name, path)
    if any(ground.disk.entries(folder) == [] for folder in [start, *below]):
        return Trouble("protected", f"{path} may be a submodule, and .gitmodules would change with it.")
    return None


def _move(call: Call, parsed: Parsed) -> Judgement:
    """git takes the names as they are. None of them is an option any more."""
    operands = [each.text for each in parsed.operands]
    if trouble := next(filter(None, (_submodule(call, text) for text in operands[:-1])), None):
        return trouble
    verdict = copy_or_move(call.shifted("mv", map(Argument, ["--", *operands])))
    return verdict if isinstance(verdict, Trouble) else Fine(Level.WORKTREE, call.name, verdict.unsettles)


def _commit(call: Call, parsed: Parsed) -> Judgement:
    """Without a message an editor would open."""
    if not parsed.has("-m", "--message", "-F", "--file", "--dry-run"):
        return Trouble("git", "git commit would open an editor.", hazard=False)
    return paths(Use.READ, Level.WORKTREE)(call, parsed)


def _restore(call: Call, parsed: Parsed) -> Judgement:
    """With `--staged` alone it only takes things off the index."""
    if not parsed.has("--staged", "-S"):
        return Trouble("git", "git restore would throw changes away.", hazard=False)
    return paths(Use.READ, Level.WORKTREE)(call, parsed)


CHANGES: Mapping[str, Rule] = {
    "add": _add,
    "mv": _move,
    "rm": _remove,
    "commit": _commit,
    "stash": bare(0, Level.WORKTREE, unsettles=True),
    "stash push": paths(Use.READ, Level.WORKTREE, unsettles=True),
    "restore": _restore,
}
