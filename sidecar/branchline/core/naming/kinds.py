"""From what was read of an instruction to the kind of work that it asks for.

Each sign speaks for a kind with some weight; the heaviest kind is it. What somebody is told to do is told by a verb
where a verb stands: *build* in "why is the build slow" is a noun. The first thing that is asked for weighs most.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from branchline.core.model.kind import WorkKind
from branchline.core.naming.acts import acts_in
from branchline.core.naming.phrases import CONVENTIONAL, REPORT, SIGNS, STATEMENT
from branchline.core.naming.reading import Sentence

_SENTENCES = (1.0, 0.7, 0.5, 0.35, 0.35)
"""How much a turn of phrase in the first sentence weighs, in the second, …; what comes later is not looked at."""
_ACTS = (4.0, 1.6, 0.8)
"""What the first thing weighs that is asked for, the second, …"""
_LATER = 0.6
"""The least that what a later sentence asks for weighs of that."""
_REPORT, _STATEMENT = 2.0, 1.0
_QUOTED, _MOST_QUOTED = 1.2, 2.4
_NAMED = {WorkKind.DEBUG: 0.35, WorkKind.CODE_REVIEW: 0.6}
"""What is left of defects and reviews that are named where something is to be built: it is to be shown, tested, …"""
_DEFAULT = 0.4
_ORDER = (WorkKind.CODE_REVIEW, WorkKind.DEBUG, WorkKind.PLANNING, WorkKind.DEVELOPMENT)


def kind_of(read: Sequence[Sentence]) -> WorkKind:
    """Development where the words do not say."""
    said = [each for each in read if not each.is_quoted]
    if said and (conventional := CONVENTIONAL.match(said[0].text)):
        return WorkKind.DEBUG if "fix" in conventional[1].lower() else WorkKind.DEVELOPMENT
    scores: dict[WorkKind, float] = defaultdict(float, {WorkKind.DEVELOPMENT: _DEFAULT})
    scores[WorkKind.DEBUG] += min(_MOST_QUOTED, _QUOTED * (len(read) - len(said)))
    asked = 0
    for factor, sentence in zip(_SENTENCES, said, strict=False):
        text = " ".join(word.means for word in sentence.words if word.means)
        acts = list(acts_in(sentence.words))
        for act in acts:
            scores[act.kind] += _ACTS[min(asked, len(_ACTS) - 1)] * max(factor, _LATER) * act.share
            asked += 1
        builds = bool(acts) and acts[0].kind is WorkKind.DEVELOPMENT
        for pattern, kind, weight in SIGNS:
            if pattern.search(text):
                scores[kind] += weight * factor * (_NAMED.get(kind, 1) if builds else 1)
        if not acts and REPORT.search(text):
            scores[WorkKind.DEBUG] += _REPORT * factor
        elif not acts and STATEMENT.search(text):
            scores[WorkKind.DEBUG] += _STATEMENT * factor
    return max(_ORDER, key=lambda kind: scores[kind])


def kind_of_label(label: str, text: str) -> WorkKind:
    """Of one of the seven kinds that there were before, for work that this text tells of."""
    if label == "question":
        return WorkKind.CODE_REVIEW if re.search(r"\b(?:review|audit)", text, re.IGNORECASE) else WorkKind.PLANNING
    return WorkKind.DEBUG if label == "fix" else WorkKind.DEVELOPMENT
