"""What a program's title says of it: a hint, for programs whose screen nobody knows. Whatever the screen says counts
more."""

from __future__ import annotations

import re

from branchline.core.model.prompt import WaitReason
from branchline.core.model.screen import Observation
from branchline.core.model.status import Status
from branchline.core.regexes import regex

FRESH = 2.5
"""Seconds for which a spinner in a title counts after it moved. The slowest moves once a second."""
_SPINS = regex("[\u2801-\u28ff◐◑◒◓◴◵◶◷]")
_ASKS = regex(r"\s*✋|[\s\W]{0,8}(?:action|approval|permission|confirmation|input) (?:required|needed)\b", re.I)
_RESTS = regex(r"\s*[^\w\s]\ufe0e?\s+(?:ready|idle|done)\b", re.I)


def by_title(title: str, since: float, status: Status) -> Observation | None:
    """`since`: seconds since it changed. None: it says nothing; or only that something moves while the program starts,
    as it does then."""
    if _ASKS.match(title):
        return Observation(Status.WAITING, "title", reason=WaitReason.QUESTION.value)
    if _RESTS.match(title):
        return Observation(Status.READY, "title")
    if _SPINS.match(title) and since < FRESH and status is not Status.STARTING:
        return Observation(Status.WORKING, "title")
    return None
