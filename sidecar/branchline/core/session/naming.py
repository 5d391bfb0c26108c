"""From the words of an instruction to a session's name and kind, and from any text to a safe slug.

Every function cuts its input before it looks at it, so that a megabyte costs what a line costs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

FALLBACK = "session"
MAX_SLUG = 40
MAX_NAME = 40
MAX_WORDS = 5
_LOOK = 2000
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


def _words(text: str) -> frozenset[str]:
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
_SMALL = _words(
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
        telling = sum(1 for each in words if each.casefold() not in _SMALL)
        if telling >= MAX_WORDS or len(" ".join([*words, word])) > MAX_NAME:
            break
        words.append(word)
    while len(words) > 1 and words[-1].casefold().strip(",") in _SMALL:
        words.pop()
    label = " ".join(words) or _first_sentence(instruction)[:MAX_NAME]
    label = _trim(label)
    if words and words[0].isalpha():
        label = label[:1].upper() + label[1:]  # a path or an address stays as it is
    return label or FALLBACK


def _first_sentence(instruction: str) -> str:
    """The first line or sentence with a letter or digit in it, without markup, politeness or controls."""
    text = unicodedata.normalize("NFC", instruction[:_LOOK])
    text = re.sub(r"\r\n?|[\u0085\u2028\u2029]", "\n", text)
    # Cc, Cf: controls and bidi marks; Cs: lone surrogates; Co, Cn: nothing that can be shown.
    text = "".join(c if c == "\n" or not unicodedata.category(c).startswith("C") else " " for c in text)
    for part in _SENTENCE_END.split(text):
        sentence = _MARKUP.sub("", part.replace("`", ""), count=1)
        sentence = _trim(_POLITE.sub("", sentence.strip(), count=1))
        if any(c.isalnum() for c in sentence):
            return sentence
    return ""


def _trim(text: str) -> str:
    return text.strip(" \t,.;:!?-–—…\"'“”‘’«»()[]{}<>*_~|/\\、。！？，")


def _cut(text: str, limit: int, separator: str) -> str:
    """At most `limit` characters, cut between words when that keeps at least half of them."""
    if len(text) <= limit:
        return text
    end = text.rfind(separator, 0, limit + 1)
    return text[: end if end >= limit // 2 else limit]


# ---------------------------------------------------------------- kinds


def _table(**rows: str) -> dict[str, str]:
    """Kind -> its words, turned round."""
    return {word: kind for kind, words in rows.items() for word in words.split()}


_CONVENTIONAL = _table(
    fix="fix bugfix hotfix",
    feature="feat feature",
    refactor="refactor perf",
    test="test tests",
    docs="doc docs",
    chore="chore ci build style",
)
_VERBS = _table(
    fix="fix fixes repair debug resolve correct mend solve",
    feature="implement add build create introduce support allow enable make write extend show",
    refactor="refactor rename extract simplify restructure reorganise reorganize rewrite split dedupe"
    " deduplicate inline clean cleanup tidy optimise optimize",
    test="test cover",
    docs="document describe",
    chore="bump upgrade downgrade pin lint format configure release delete remove",
)
_OBJECTS = _table(
    test="test tests coverage testcase testcases",
    docs="doc docs documentation readme docstring docstrings comment comments changelog guide tutorial",
    chore="dependency dependencies ci pipeline linter lockfile gitignore",
)
_OBJECT_DECIDES = _words(
    "add create write make extend improve update build implement change upgrade clean rewrite edit complete"
)
_DEFECT = _words("bug bugs crash crashes broken error errors fails failing regression")
_QUESTION_WORDS = _words(
    "what why how where when who which whose is are does do did should explain tell summarise summarize"
)
_REACH = 3
"""How many telling words after a verb may still be its object."""


def kind_from_instruction(instruction: str) -> str:
    """`fix`, `feature`, `refactor`, `test`, `docs`, `chore`, `question`, or "" when the words do not say."""
    conventional = re.match(r"\s*([a-z]+)(?:\([^)\n]{0,40}\))?!?:\s", instruction[:80].lower())
    if conventional and conventional[1] in _CONVENTIONAL:
        return _CONVENTIONAL[conventional[1]]
    words = re.findall(r"[a-z]+", _first_sentence(instruction).lower().replace("'", ""))
    telling = [word for word in words if word not in _SMALL][:12]
    if words and words[0] in _QUESTION_WORDS:
        return "question"
    for place, word in enumerate(telling):
        if word in _OBJECT_DECIDES:
            for thing in telling[place + 1 : place + 1 + _REACH]:
                if thing in _OBJECTS:
                    return _OBJECTS[thing]
        if word in _VERBS:
            return _VERBS[word]
    if any(word in _DEFECT for word in telling):
        return "fix"
    return "question" if instruction[:_LOOK].rstrip().endswith("?") else ""
