"""A better name for a session than the one it began with, once it is known what its agent is told."""

from __future__ import annotations

from collections.abc import Sequence

from branchline.core.model.kind import WorkKind
from branchline.core.naming.keywords import keywords, tells
from branchline.core.naming.naming import name_of
from branchline.core.naming.reading import read
from branchline.core.naming.titles import title_of

MOST_MESSAGES = 3
"""Those that may make a name."""
_LONGEST = 500
_VAGUE = 3.0
"""What keywords tell together of which there are few or none: "hi", "continue", "help me with the tests"."""
_CLEARLY = 2.0
"""How many times more a later message has to tell than all before, where these were not vague."""


def message(text: str) -> str:
    """As much of an instruction as decides a name; the same for all ways in which it may be told."""
    return "\n".join(" ".join(line.split()) for line in text.strip().splitlines())[:_LONGEST]


def better(messages: Sequence[str], kind: WorkKind) -> tuple[str, str] | None:
    """Name and title by the last of the messages, where those before were vague and it tells more, or it tells clearly
    more. The name may be taken. None: it stays as it is."""
    *before, last = map(read, messages)
    known = max((tells(keywords(each)) for each in before), default=0.0)
    told = tells(keywords(last))
    if told <= known or (known >= _VAGUE and told < _CLEARLY * known):
        return None
    return name_of(last, kind), title_of(last)
