"""From the words of an instruction to a session's name, and from any text to a safe slug.

Every function cuts its input before it looks at it, so that a megabyte costs what a line costs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator

FALLBACK = "session"
MAX_SLUG = 40
MAX_NAME = 40
MAX_WORDS = 5
LOOK = 2000
"""Characters of an instruction that may decide its name or kind."""

# Names that git gives a meaning, and device names that Windows keeps for itself.
_RESERVED = frozenset(
    {"head", "con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
)


def slug(text: str) -> str:
    """A piece of a branch and folder name: `[a-z0-9-]`, 1 to 40 characters, no dash at the ends.

    Accents and compatibility forms become their plain letters; text with nothing left gives `session`.
    """
    plain = unicodedata.normalize("NFKD", text[: 4 * MAX_SLUG].casefold()).casefold()
    ascii_only = "".join(c for c in plain if not unicodedata.combining(c))
    cleaned = re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")
    cleaned = _cut(cleaned, MAX_SLUG, "-").strip("-")
    if cleaned in _RESERVED:
        return f"{cleaned}-{FALLBACK}"
    return cleaned or FALLBACK


def unique(name: str, taken: Collection[str], separator: str = " ") -> str:
    """`name`, or `name 2`, `name 3`, … when taken. Case tells no two names apart: file systems may not."""
    known = {each.casefold() for each in taken}
    candidate, number = name, 1
    while candidate.casefold() in known:
        number += 1
        candidate = f"{name}{separator}{number}"
    return candidate


def word_set(text: str) -> frozenset[str]:
    return frozenset(text.split())


# ---------------------------------------------------------------- names

_POLITE = re.compile(
    r"^(?:(?:hi|hello|hey|ok|okay|please|pls|kindly|just|now|then|next|also|so|well)\b[ ,.!]*"
    r"|(?:can|could|would|will) you\b[ ,]*"
    r"|i(?:'d| would) like (?:you )?to\b"
    r"|i (?:want|need) (?:you )?to\b"
    r"|(?:you should|we should|we need to|let's|lets|let us|help me(?: to)?|go ahead and|try to)\b"
    r"|[ ,.!]+)+",
    re.IGNORECASE,
)
SMALL = word_set(
    "a an and are as at be but by for from has have if in into is it its of on or so than that the their"
    " them then there these this those to was we when where which while with you your our my all any"
    " some please"
)
_SENTENCE_END = re.compile(r"[.!?;:](?=\s|$)|[\u3002\uff01\uff1f\uff1b]|\n")
_MARKUP = re.compile(r"^[\s>#*+\-/•·–—\d.)\]]*(?=\S)")


def name_from_instruction(instruction: str) -> str:
    """A label for people: the first words that say something, at most 40 characters, one line.

    `session` when the instruction holds no word.
    """
    words: list[str] = []
    for word in _first_sentence(instruction).split():
        telling = sum(1 for each in words if each.casefold() not in SMALL)
        if telling >= MAX_WORDS or len(" ".join([*words, word])) > MAX_NAME:
            break
        words.append(word)
    while len(words) > 1 and words[-1].casefold().strip(",") in SMALL:
        words.pop()
    label = " ".join(words) or _first_sentence(instruction)[:MAX_NAME]
    label = _trim(label)
    if words and words[0].isalpha():
        label = label[:1].upper() + label[1:]  # a path or an address stays as it is
    return label or FALLBACK


def _first_sentence(instruction: str) -> str:
    return next(sentences(instruction), "")


def sentences(instruction: str) -> Iterator[str]:
    """Its lines or sentences with a letter or digit in them, without markup, politeness or controls."""
    text = unicodedata.normalize("NFC", instruction[:LOOK])
    text = re.sub(r"\r\n?|[\u0085\u2028\u2029]", "\n", text)
    # Cc, Cf: controls and bidi marks; Cs: lone surrogates; Co, Cn: nothing that can be shown.
    text = "".join(c if c == "\n" or not unicodedata.category(c).startswith("C") else " " for c in text)
    for part in _SENTENCE_END.split(text):
        sentence = _MARKUP.sub("", part.replace("`", ""), count=1)
        sentence = _trim(_POLITE.sub("", sentence.strip(), count=1))
        if any(c.isalnum() for c in sentence):
            yield sentence


def _trim(text: str) -> str:
    return text.strip(" \t,.;:!?-–—…\"'“”‘’«»()[]{}<>*_~|/\\、。！？，")


def _cut(text: str, limit: int, separator: str) -> str:
    """At most `limit` characters, cut between words when that keeps at least half of them."""
    if len(text) <= limit:
        return text
    end = text.rfind(separator, 0, limit + 1)
    return text[: end if end >= limit // 2 else limit]
