"""Takes out of an instruction what nobody should read in a branch's name."""

from __future__ import annotations

import re

from branchline.core.regexes import regex

_CALLED = (
    r"(?i:\b(?:passwords?|passwd|passphrase|pwd|secret(?:[-_ ]key)?|token|api[-_ ]?key|access[-_ ]?key|credentials?"
    r"|authorization|private[-_ ]key|kennwort|passwort)\b[\"'`]?\s*"
)
_BLOB = r"[A-Za-z0-9+/_=.~-]"
_SECRET = regex(
    # What somebody says is one. Of "is" there may be more said than what it is.
    rf"{_CALLED}[:=]\s*[\"'`]?(?:(?:bearer|basic|token)\s+)?[^\s,;]+)"
    rf"|{_CALLED}(?:is|ist|lautet)\s+(?=[A-Za-z]*[^A-Za-z\s,;.])[^\s,;]+)"
    r"|(?i:\bbearer\s+\S{8,})"
    r"|-----BEGIN[^-]*-----[\s\S]*?(?:-----END[^-]*-----|\Z)"
    # Addresses of people, and accounts in addresses of machines.
    r"|\b\w{1,20}://[^\s/@]+@\S*"
    r"|(?<![\w.+-])[\w.+-]{1,64}@[\w-]+\.[\w.-]+"
    # Tokens by their usual beginnings, and ids.
    rf"|\b(?:(?:sk|pk|rk|gh[opsur]|github_pat|glpat|xox[a-z]|npm|hf|pypi|dop_v1|shpat|whsec|ya29)[-_.]"
    rf"|eyJ|AIza|AKIA|ASIA){_BLOB}{{8,}}"
    r"|\b[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\b"
    r"|\b(?=[a-fA-F]*\d)[0-9a-fA-F]{10,}\b"
)
_LONG = regex(r"[A-Za-z0-9+/_=-]{10,}")
_RUN = regex(r"[A-Z]?[a-z]+|[A-Z]+|[0-9]+")
_SHORT_RUNS, _SHORT_RUNS_OF_A_LONG_ONE = 2.3, 3.4
_LONG_ONE = 32
_HIDDEN = "…"


def without_secrets(text: str) -> str:
    """The text with `…` in the place of tokens, keys, passwords, hashes and addresses of people."""
    text = _SECRET.sub(_HIDDEN, text)
    return _LONG.sub(lambda found: _HIDDEN if _is_random(found[0]) else found[0], text)


def _is_random(piece: str) -> bool:
    """Letters and digits in a mixture that nobody would type: case and kind alter after a few of them."""
    parts = [part for part in re.split(r"[^A-Za-z0-9]+", piece) if len(part) >= 10]
    if len(piece) >= _LONG_ONE and _is_mixed(piece, _SHORT_RUNS_OF_A_LONG_ONE):
        return True
    return any(_is_mixed(part, _SHORT_RUNS) for part in parts)


def _is_mixed(text: str, short: float) -> bool:
    runs = _RUN.findall(text.rstrip("0123456789"))
    has_digit = any(character.isdigit() for character in text)
    return has_digit and len(runs) > 2 and sum(map(len, runs)) / len(runs) < short
