"""From any text to a slug: what is safe in a branch, a folder and a command line."""

from __future__ import annotations

import re

from branchline.core.naming.letters import plain_letters

FALLBACK = "session"
MAX_SLUG = 40

# Names that git gives a meaning, and device names that Windows keeps for itself.
_RESERVED = frozenset(
    {"head", "con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
)


def is_reserved(name: str) -> bool:
    """Whether git or Windows gives the name a meaning of its own."""
    return name.casefold() in _RESERVED


def slug(text: str, most: int = MAX_SLUG) -> str:
    """A piece of a branch and folder name: `[a-z0-9_-]`, 1 to `most` characters, a letter or digit at both ends.

    Letters of other scripts become plain ones where a table tells how; text with nothing left gives `session`.
    """
    cleaned = cut(ascii_letters(text[: 4 * most]), most, "-").strip("-_")
    if is_reserved(cleaned):
        return f"{cleaned}-{FALLBACK}"
    return cleaned or FALLBACK


def ascii_letters(text: str) -> str:
    """`[a-z0-9_-]*`: what is left of the text in plain letters, with a dash for what is between them."""
    return re.sub(r"[^a-z0-9_]+", "-", plain_letters(text)).strip("-_")


def cut(text: str, most: int, separator: str) -> str:
    """At most `most` characters, cut between words when that keeps at least half of them."""
    if len(text) <= most:
        return text
    end = text.rfind(separator, 0, most + 1)
    return text[: end if end >= most // 2 else most]
