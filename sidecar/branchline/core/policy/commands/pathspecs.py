"""git's own patterns for paths: git matches them itself, across `/`, and takes what begins with `:` for more than a
name."""

from __future__ import annotations

import fnmatch
import re

from branchline.core.policy.commands.model import Call, too_much
from branchline.core.policy.commands.searching import DEPENDENCIES
from branchline.core.policy.confinement import Entry, Kind, TooMany, Trouble
from branchline.core.policy.guarded import is_secret
from branchline.core.regexes import regex
from branchline.core.words import words

_MATCHES = regex(r"[*?\[\\]")
_SECRET_FILES = words(
    ".env .env.local .dev.vars id_rsa server.pem server.key app.p8 .npmrc .netrc credentials.json secrets.yml"
)
_ORDINARY_FILES = ("app.ts", "package.json", "ci.yml")
_SECRET_FOLDERS = words(".ssh .gnupg .aws .kube .docker .secrets secrets")


def instruction(call: Call, texts: list[str]) -> Trouble | None:
    """`:/`, `:!x`, `:(glob)x`: the top, all but something, or another way to match."""
    for text in texts:
        if text.startswith(":"):
            return Trouble("option", f"What {text} names for {call.name} is not known.")
    return None


def matched(call: Call, text: str) -> tuple[str, ...] | Trouble:
    """What is there now that git would find under a name or pattern: as paths from where it runs. Rather too many."""
    if not _MATCHES.search(text):
        return (text,)
    try:
        return (text, *(path for path, _ in _found(call, text, frozenset())))
    except TooMany:
        return too_much(call.name, text)


def wants_secret(call: Call, text: str) -> Trouble | None:
    """A pattern that fits secrets, but not just any file, is after these."""
    if not _MATCHES.search(text):
        return None
    parts = text.lower().split("/")
    if any(map(_is_for_secrets, parts, [_SECRET_FOLDERS] * (len(parts) - 1) + [_SECRET_FILES])):
        return Trouble("secret", f"{text} may stand for a secret.")
    try:
        files = [entry for _, entry in _found(call, text, DEPENDENCIES) if entry.kind is not Kind.FOLDER]
    except TooMany:
        return None  # As much as a folder that is named passes: only what is tracked is shown.
    if files and all(is_secret(entry.within) for entry in files):
        return Trouble("secret", f"{text} stands for {files[0].within}, which may hold a secret.")
    return None


def _is_for_secrets(part: str, names: frozenset[str]) -> bool:
    if not _MATCHES.search(part):
        return False
    if "[:" in part:
        return True
    pattern = re.sub(r"\\(.)", r"\1", part).replace("[^", "[!")
    return not fnmatch.filter(_ORDINARY_FILES, pattern) and bool(fnmatch.filter(names, pattern))


def _found(call: Call, text: str, skip: frozenset[str]) -> list[tuple[str, Entry]]:
    """Raises TooMany."""
    parts = text.split("/")
    begins = next(at for at, part in enumerate(parts) if _MATCHES.search(part))
    start = "/".join(parts[:begins]) or ("/" if begins else ".")
    rest = "/".join(parts[begins:])
    if ".." in rest.split("/") or call.ground.inside(_resolved(call, start)) is None:
        raise TooMany
    pattern = re.compile(_expression(rest), re.I | re.S)
    entries = call.ground.walk(start, call.folder, skip)
    return [(f"{start}/{entry.below}", entry) for entry in entries if pattern.fullmatch(entry.below)]


def _resolved(call: Call, path: str) -> str:
    found = call.ground.resolve(path, call.folder)
    return found if isinstance(found, str) else ""


def _expression(pattern: str) -> str:
    """`*` and `?` stand for a `/`, too; all from the first bracket to the last for anything."""
    begin, end = pattern.find("["), pattern.rfind("]")
    if begin >= 0 and end > begin:
        before = pattern[:begin].removesuffix("\\")  # Which may belong to the bracket.
        return f"{_expression(before)}.*{_expression(pattern[end + 1 :])}"
    pieces = re.findall(r"\\.|.", pattern, re.S)
    return "".join(".*" if each == "*" else "." if each == "?" else re.escape(each[-1]) for each in pieces)
