"""`git`: each subcommand by itself, with the options that keep it harmless; an unknown one may be an alias."""

from __future__ import annotations

import re
from collections.abc import Mapping

import attrs

from branchline.core.policy.commands.git_changes import CHANGES, Rule, bare
from branchline.core.policy.commands.git_options import GRAMMARS
from branchline.core.policy.commands.model import Call, Fine, Judgement, Level, unknown_option
from branchline.core.policy.commands.options import Parsed
from branchline.core.policy.commands.pathspecs import instruction, wants_secret
from branchline.core.policy.confinement import Kind, Trouble, Use
from branchline.core.policy.guarded import is_secret
from branchline.core.regexes import regex
from branchline.core.words import words

_HARMLESS = frozenset({"--no-pager", "-P", "--no-optional-locks", "--literal-pathspecs", "--no-replace-objects"})


def git(call: Call) -> Judgement:
    ahead = list(call.arguments)
    while ahead and ahead[0].text.startswith("-"):
        option = ahead.pop(0).text
        if option in _HARMLESS:
            continue
        if option in {"--version", "-v"}:
            return Fine(Level.READ, "git --version")
        if option != "-C" or not ahead:
            return unknown_option("git", option)
        folder = ahead.pop(0).text
        trouble = call.ground.trouble(folder, call.folder, Use.READ)
        resolved = call.ground.resolve(folder, call.folder)
        if trouble is not None:
            return trouble
        if isinstance(resolved, Trouble):
            return resolved
        call = attrs.evolve(call, folder=resolved)
    if not ahead:
        return Fine(Level.READ, "git")
    name, rest = ahead[0].text, ahead[1:]
    if trouble := _other_repository(call):
        return trouble
    two = f"{name} {rest[0].text}" if rest else name
    if two in GRAMMARS and two in _RULES:
        return _judged(call.shifted(f"git {two}", rest[1:]), two)
    if name in GRAMMARS and name in _RULES:
        return _judged(call.shifted(f"git {name}", rest), name)
    return Trouble("git", f"git {name} is not among the commands that are known to be harmless.", hazard=False)


def _judged(call: Call, name: str) -> Judgement:
    parsed = GRAMMARS[name].parse(call)
    if isinstance(parsed, Trouble):
        return parsed
    trouble = (
        _signature(call, parsed)
        or call.first_trouble(parsed.reads, Use.READ)
        or call.first_trouble(parsed.writes, Use.WRITE)
    )
    return trouble or _RULES[name](call, parsed)


_PRETTY = words("oneline short medium full fuller reference email mboxrd raw")
_SIGNATURE = regex(r"%[^%\w]*G|%\(\*?signature")
"""Between the `%` and what it stands for may be a sign, which adds blanks or takes lines away."""


def _signature(call: Call, parsed: Parsed) -> Trouble | None:
    """To check a signature, git runs a program that its settings name. So may a format that they give a name to."""
    formats = parsed.values("--format", "--pretty")
    sorted_by = parsed.values("--sort")
    if any(_SIGNATURE.search(text) for text in [*formats, *parsed.values("--group")]) or any(
        "signature" in text for text in sorted_by
    ):
        return Trouble("option", "To show signatures, git runs a program that its settings name.")
    if call.name in _BY_NAME and (own := next((text for text in formats if not _is_known_format(text)), None)):
        return Trouble("option", f"What the format {own} shows is not known.")
    return None


def _is_known_format(text: str) -> bool:
    return "%" in text or text in _PRETTY or text.startswith(("format:", "tformat:"))


_BY_NAME = {f"git {name}" for name in GRAMMARS if "--pretty" in GRAMMARS[name].kinds} | {"git shortlog"}
"""Commands that take the name of a format."""


def _other_repository(call: Call) -> Trouble | None:
    """A folder below the worktree that git would take for a repository of its own, with settings that run programs: one
    with `HEAD`, whatever else is not there, since `commondir` may say where that is."""
    ground, here = call.ground, call.folder
    while (within := ground.inside(here)) != "":
        if within is None:
            return Trouble("outside", f"{here} is outside the worktree.")
        begins = any(ground.disk.kind(f"{here}/{name}") is not None for name in ("HEAD", ".git"))
        if begins or ground.disk.kind(here) is not Kind.FOLDER:
            return Trouble("git", f"{within} may be a repository of its own.")
        here = here.rpartition("/")[0]
    if ground.disk.kind(f"{here}/.git") is None:
        return Trouble("git", "The worktree's link to its repository is gone, so git would take another one.")
    return None


def _revisions(call: Call, parsed: Parsed) -> Judgement:
    """Reads the repository: revisions, `revision:path` and paths."""
    operands = [each.text for each in parsed.operands]
    for lines in parsed.values("-L"):
        if trouble := call.first_trouble([lines.rpartition(":")[2]], Use.READ):
            return trouble
    for at, text in enumerate(operands):
        after = parsed.dashed is not None and at >= parsed.dashed
        if trouble := _revision(call, text, after):
            return trouble
    return Fine(Level.READ, call.name)


def _revision(call: Call, text: str, is_path: bool) -> Trouble | None:
    if re.match(r":[!^][\w./*-]+$", text):
        return None
    revision, colon, path = text.partition(":")
    if colon and not is_path:
        if not revision or revision.startswith("/") or path.startswith(("/", "../", "(")):
            return Trouble("option", f"What {text} names is not known.")
        # A colon may stand in the revision, too: `HEAD@{12:00}:path`.
        if any(is_secret(path.split(":", at)[-1]) for at in range(path.count(":") + 1)):
            return Trouble("secret", f"{text} may hold a secret.")
        return _named(call, revision)
    return _named(call, text)


def _named(call: Call, text: str) -> Trouble | None:
    """A revision is no path, but git takes one for a path where it can: `git diff a /b` reads both."""
    return instruction(call, [text]) or wants_secret(call, text) or call.first_trouble([text], Use.READ)


def _listing(*modes: str) -> Rule:
    """Lists; with operands only after an option that makes patterns of them."""

    def rule(call: Call, parsed: Parsed) -> Judgement:
        if parsed.operands and not parsed.has(*modes):
            return Trouble(
                "git", f"{call.name} {parsed.operands[0].text} may change what all worktrees share.", hazard=False
            )
        return Fine(Level.READ, call.name)

    return rule


def _grep(call: Call, parsed: Parsed) -> Judgement:
    """Only what is tracked is searched."""
    operands = parsed.operands if parsed.has("-e") else parsed.operands[1:]
    for each in operands:
        if trouble := _revision(call, each.text, False):
            return trouble
    return Fine(Level.READ, call.name)


def _config(call: Call, parsed: Parsed) -> Judgement:
    names = [each.text for each in parsed.operands]
    if len(names) != 1 or not (parsed.has("--get", "--get-all") or "." in names[0]):
        return Trouble("git", "git config may change settings.", hazard=False)
    if re.search(r"token|header|pass|credential|secret|url|key|helper|insteadof", names[0], re.I):
        return Trouble("secret", f"{names[0]} may hold a secret.")
    return Fine(Level.READ, "git config --get")


def _reflog(call: Call, parsed: Parsed) -> Judgement:
    """Any word but a revision may be a command that deletes."""
    if any(each.text != "HEAD" for each in parsed.operands):
        return Trouble("git", f"What {call.name} {parsed.operands[0].text} does is not known.", hazard=False)
    return Fine(Level.READ, call.name)


_RULES: Mapping[str, Rule] = {
    **dict.fromkeys(
        words(
            "status log diff show blame annotate shortlog describe rev-parse rev-list ls-files ls-tree name-rev"
            " merge-base cat-file whatchanged diff-tree diff-index diff-files cherry range-diff check-ignore"
            " count-objects for-each-ref show-ref show-branch version"
        ),
        _revisions,
    ),
    "stash list": _revisions,
    "stash show": _revisions,
    "reflog show": _revisions,
    "reflog": _reflog,
    "branch": _listing("--list", "--contains", "--no-contains", "--merged", "--no-merged", "--points-at"),
    "tag": _listing("-l", "--list", "--contains", "--no-contains", "--merged", "--no-merged", "--points-at"),
    "remote": bare(),
    "remote get-url": bare(1),
    "worktree list": bare(),
    "symbolic-ref": bare(1),
    "config": _config,
    "grep": _grep,
    **CHANGES,
}
