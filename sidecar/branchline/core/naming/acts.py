"""What an instruction asks for: verbs where verbs stand, with what they are to be done to."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

import attrs

from branchline.core.model.kind import WorkKind
from branchline.core.naming.objects import (
    AGAIN,
    CHANGED,
    CHOICE,
    COSMETIC,
    DEFECT,
    FAULTS,
    FEEDBACK,
    JUDGED,
    MINE,
    NO_DEFECT,
    OWN,
    REVIEW,
    REVIEWED,
    TASKS,
    THOUGHTS,
    THROUGH,
    WHY,
)
from branchline.core.naming.translating import Word
from branchline.core.naming.verbs import (
    BUT_NOUNS,
    CHECK,
    GIVE,
    HUNT,
    JUDGE,
    LOOK,
    MAKE,
    MEND,
    NOUNS_TOO,
    THINK,
    VERBS,
)
from branchline.core.regexes import regex
from branchline.core.words import words as word_set


@attrs.frozen
class Act:
    kind: WorkKind
    share: float
    """How sure the kind is, from 0 to 1."""


_D, _P, _V, _R = WorkKind.DEBUG, WorkKind.PLANNING, WorkKind.DEVELOPMENT, WorkKind.CODE_REVIEW
_ROWS: tuple[tuple[Collection[str], re.Pattern[str], WorkKind, float], ...] = tuple(
    (verbs, regex(then), kind, share)
    for verbs, then, kind, share in [
        (JUDGE, r"(?:the |our |my )?(?:\w+ )?(?:options|alternatives|choices)\b", _P, 1.0),
        (JUDGE, "", _R, 1.0),
        ({"code"}, r"(?:review|quality)\b", _R, 1.0),
        (word_set("make do give perform conduct run"), REVIEW, _R, 1.0),
        (word_set("fix fixes correct resolve"), NO_DEFECT + COSMETIC, _V, 1.0),
        (MEND, "", _D, 1.0),
        ({"find"}, r"and (?:fix|repair|resolve)\b", _D, 1.0),
        ({"find"}, r"and \w+", _V, 0.5),
        (word_set("make get bring"), AGAIN, _D, 0.8),
        (word_set("break split divide cut"), r"(?:down|up)\b" + TASKS, _P, 1.0),
        (word_set("break split divide cut turn"), TASKS, _P, 1.0),
        (LOOK | HUNT, WHY + r".*\bwe (?:use|chose|have|need)\b", _P, 1.0),
        (LOOK | HUNT | word_set("tell show explain"), WHY + f".*{DEFECT}", _D, 1.0),
        (LOOK | HUNT, WHY, _D, 1.0),
        (LOOK | CHECK, REVIEWED, _R, 1.0),
        (word_set("go take have get"), THROUGH + r".*\b" + CHANGED, _R, 1.0),
        (LOOK | CHECK, OWN, _R, 1.0),
        (LOOK | CHECK, MINE, _R, 1.0),
        (word_set("find spot point list report search look scan"), FAULTS, _R, 0.9),
        (word_set("prevent avoid stop"), f".*{DEFECT}", _D, 1.0),
        (MAKE, f"(?:what|whatever) .*{DEFECT}", _D, 1.0),
        (CHECK | word_set("rate score grade"), JUDGED, _R, 0.9),
        ({"map"}, r"out\b", _P, 1.0),
        (word_set("give provide leave write"), FEEDBACK, _R, 1.0),
        (word_set("lay write work"), r"(?:down|out|through)\b", _P, 1.0),
        (HUNT, NO_DEFECT + CHOICE, _P, 1.0),
        (HUNT, "", _D, 0.9),
        ({"get"}, r"to the bottom\b", _D, 1.0),
        (LOOK | CHECK, f".*{DEFECT}", _D, 0.9),
        (word_set("go take have walk"), r"(?:over|through|me|us|an? (?:\w+ )?look)\b" + f".*{DEFECT}", _D, 0.8),
        (word_set("go walk take"), r"(?:over|through|me|us)\b", _P, 0.8),
        (word_set("have take look"), r"(?:an? (?:\w+ )?look|at|into)\b", _D, 0.4),
        (
            word_set("give tell show"),
            r"(?:me|us)\b|(?:an?|the) (?:overview|summary|list|comparison|estimate)\b",
            _P,
            0.8,
        ),
        ({"see"}, r"(?:if|whether|how|what)\b", _P, 0.5),
        ({"figure", "find"}, r"out\b", _P, 1.0),
        ({"come"}, r"up with\b", _P, 1.0),
        (GIVE, THOUGHTS, _P, 1.1),
        (THINK, "", _P, 1.0),
        (MAKE, "", _V, 1.0),
        (CHECK | word_set("find search locate identify determine"), "", _P, 0.8),
    ]
)
"""By verb, and by how the clause goes on: the first row that fits."""

_DETERMINERS = word_set("the a an this these those my our your its their each every any all some no his her another")
_OBJECT_BEGINS = _DETERMINERS | word_set("it them that me us")
_BEFORE_A_VERB = word_set(
    ", to please also then first double we you i should must can could will would lets and or just now finally go help"
    " me afterwards next"
)
_SUBJECTS = word_set("i we he she it they user users customer customers people who that which everybody nobody there")
_NOT = word_set("not dont never cannot doesnt didnt cant wont without no")
_AFTER_A_SUBJECT = word_set(
    "is are was were has had have did does do will would should must can could fails fail failed breaks broke takes"
    " took keeps hangs runs crashes needs doesnt isnt wont cant didnt not never always sometimes stays shows returns"
    " works"
)
_OPENS = word_set("in for on at with when if after before inside within once as")
_ASKS = word_set("what how which where who whose when should is are does do did has have was were am whats")
_CLAUSE = 14
"""Words after a verb that may say what it is done to."""


def acts_in(sentence: Sequence[Word]) -> Iterator[Act]:
    """What is asked for, in order. A question asks for nothing."""
    words = [each for word in sentence for each in word.means.split()]
    sure = [word.is_foreign for word in sentence for _ in word.means.split()]
    quoted = [word.is_code for word in sentence for _ in word.means.split()]
    if _is_question(words):
        return
    acted = False
    for place, word in enumerate(words):
        if word not in VERBS or quoted[place] or not _is_verb(words, place, acted, sure[place]):
            continue
        clause = " ".join(words[place + 1 : place + _CLAUSE]).partition(" ,")[0]
        row = next((row for row in _ROWS if word in row[0] and row[1].match(clause)), None)
        if row is not None:
            acted = True
            yield Act(row[2], row[3])


def _is_question(words: Sequence[str]) -> bool:
    if words[:1] in (["can"], ["could"]) and words[1:2] in (["we"], ["i"], ["it"], ["this"], ["one"]):
        return words[2:3] not in (["have"], ["get"])
    return (
        bool(words)
        and words[0] in _ASKS
        and not (words[0] in {"do", "have"} and words[1:2] in (["a"], ["an"], ["the"]))
    )


def _is_verb(words: Sequence[str], place: int, acted: bool, is_foreign: bool) -> bool:
    """Whether the word is one, if it can be: after an article, or as what a sentence speaks of, it is a noun. Where a
    verb stands in other languages is not known here."""
    word = words[place]
    before = words[place - 1] if place else ""
    after = words[place + 1] if place + 1 < len(words) else ""
    if is_foreign:
        return before != "the"
    if before in _DETERMINERS or before in _NOT or (word == "make" and after == "sure"):
        return False
    if before in _SUBJECTS and word in BUT_NOUNS:
        return False
    if before in {"and", "or"} and not acted:
        return False
    if place and before not in _BEFORE_A_VERB and not before.endswith("ly"):
        return word not in NOUNS_TOO and words[0] in _OPENS and before not in _AFTER_A_SUBJECT
    return word not in NOUNS_TOO or after in _OBJECT_BEGINS or after not in _AFTER_A_SUBJECT
