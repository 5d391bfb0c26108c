"""From what was read of an instruction to the words that a name is made of: those that weigh most, as they stood."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import attrs

from branchline.core.naming import english
from branchline.core.naming.names import MAX_NAME
from branchline.core.naming.reading import Sentence
from branchline.core.naming.translating import COMMA, Word
from branchline.core.words import words

MOST = 3
"""Words of a name."""
_CODE, _TERM, _OTHER, _DEFECT, _ACT, _COMMON, _DONE, _USUAL = 3.0, 2.8, 2.2, 1.8, 1.5, 0.8, 0.5, 0.45
_LATER = 0.2
"""What is done to nearly everything, where it is not what is asked for first: it stands in a name only by itself."""
TELLS = 1.4
"""What a word weighs at least that says what the work is about."""
_LONG_WORD, _LONG_WEIGHS = 13, 0.8
_SENTENCES = (1.0, 0.75, 0.55, 0.45)
"""How much what stands in the first sentence weighs, in the second, …"""
_QUOTED = 0.6
_PER_PLACE, _LEAST = 0.045, 0.55
"""By how much a word weighs less for each word before it in its sentence, and at least."""
_ASIDE, _BEFORE = 0.6, 0.85
_ASIDES = words(
    "because when whenever after so since while until before like if where which that who although though as once"
    " instead without unless than whether"
)
"""What follows one of them says more of the circumstances than of the work."""
_OF = words("in on for with of to from at by into using via inside within onto against")
_BESIDE = 1.4
_AGAIN, _MOST_AGAIN = 0.15, 3
_ENOUGH = 0.5
"""The share of what the heaviest word weighs that the third one has to have."""


@attrs.frozen
class Keyword:
    text: str
    weight: float
    at: int
    """Its place among all words."""
    base: float
    """What it weighs wherever it stands."""


def keywords(read: Sequence[Sentence], first: str = "") -> list[Keyword]:
    """At most three, in the order in which they stand, together with dashes at most 20 characters. None where nothing
    says anything. `first` is one of them in any case, where it is given."""
    found = _weighed(read)
    chosen = [Keyword(first, 0, -9, 0)] if first else []
    while found and len(chosen) < MOST:
        best = max(found, key=lambda each: _beside(each, chosen))
        found.remove(best)
        if len(chosen) == MOST - 1 and _beside(best, chosen) < _ENOUGH * max(each.weight for each in chosen):
            break
        if chosen and best.base == _LATER:
            break
        if _fits(best, chosen):
            chosen.append(best)
    return sorted(chosen, key=lambda each: each.at)


def tells(chosen: Sequence[Keyword]) -> float:
    """How much a name of these says, wherever they stand: 0 for one that says nothing."""
    return sum(each.base for each in chosen if each.base >= TELLS)


def _beside(word: Keyword, chosen: Sequence[Keyword]) -> float:
    """What it weighs beside these: what stands next to one belongs to it."""
    is_near = word.base > _DONE and any(abs(word.at - each.at) == 1 for each in chosen)
    return word.weight * (_BESIDE if is_near else 1)


def _fits(word: Keyword, chosen: Sequence[Keyword]) -> bool:
    if len("-".join([*(each.text for each in chosen), word.text])) > MAX_NAME and chosen:
        return False
    parts = {_root(part) for each in chosen for part in each.text.split("-")}
    return not parts.issuperset(map(_root, word.text.split("-")))


def _weighed(read: Sequence[Sentence]) -> list[Keyword]:
    """Every word that may stand in a name, once."""
    often = Counter(_root(word.shown) for each in read if not each.is_quoted for word in each.words)
    found: dict[str, Keyword] = {}
    at = 0
    said = 0
    for sentence in read:
        factor = _SENTENCES[min(said, len(_SENTENCES) - 1)] * (_QUOTED if sentence.is_quoted else 1)
        for word, share in _shares(sentence):
            at += 1
            base = weight_of(word)
            if base == _DONE and word is not sentence.words[0]:
                base = _LATER
            if base <= 0:
                continue
            root = _root(word.shown)
            again = 1 + _AGAIN * min(often[root] - 1, _MOST_AGAIN) if base > _COMMON else 1
            weight = base * share * factor * again
            if root not in found or weight > found[root].weight:
                found[root] = Keyword(word.shown, weight, at, base)
        at += 1
        said += not sentence.is_quoted
    return list(found.values())


def _shares(sentence: Sentence) -> Iterator[tuple[Word, float]]:
    place, aside, before = 0, 1.0, 1.0
    for word in _joined_numbers(sentence.words):
        if word == COMMA:
            aside = before = 1.0
        elif word.means in _ASIDES:
            aside = _ASIDE
        elif word.means in _OF:
            before = _BEFORE
        yield word, max(_LEAST, 1 - _PER_PLACE * place) * aside * before
        place += word.means not in english.SMALL


def _joined_numbers(all_words: Sequence[Word]) -> Iterator[Word]:
    """A number belongs to the word before: react 19, step 2."""
    before: Word | None = None
    for word in all_words:
        number = word.means.lstrip("v")
        if before and before.shown.isalpha() and before.means not in english.SMALL and _is_version(number):
            before = attrs.evolve(before, shown=f"{before.shown}-{word.shown}")
            continue
        if before:
            yield before
        before = word
    if before:
        yield before


def _is_version(text: str) -> bool:
    return text.replace(".", "").isdigit() and len(text) <= 4 and not (len(text) == 3 and text[0] in "1245")


def weight_of(word: Word) -> float:
    """What it tells by itself; 0: nothing."""
    means = word.means
    if len(word.shown.replace("-", "")) < 2 or means in english.SMALL or means == "":
        return 0
    if word.shown.isdigit():
        return _DEFECT if len(word.shown) == 3 and word.shown[0] in "45" else 0  # The status of a response.
    if means in english.DEFECTS or means == "exception":
        return _DEFECT
    if means in english.TERMS:
        return _TERM
    if means in english.ACTS:
        return _ACT
    if means in english.COMMON or means.replace(" ", "-") in english.COMMON:
        return _COMMON
    if means in english.USUAL:
        return _USUAL
    if means.split(" ")[0] in english.DONE:
        return _DONE
    if word.is_code:
        return _CODE
    return _OTHER * (_LONG_WEIGHS if len(word.shown) > _LONG_WORD else 1)


def _root(word: str) -> str:
    """What forms of a word have in common, roughly."""
    for ending in ("ings", "ing", "ies", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word.removesuffix("e") if len(word) > 4 else word
