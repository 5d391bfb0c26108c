"""An instruction as sentences of words: what names, titles and kinds are made from.

What is longer than anybody types is looked at where it begins and ends, so that a megabyte costs what a page costs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice

import attrs

from branchline.core.naming.secrets import without_secrets
from branchline.core.naming.translating import Word, words_in
from branchline.core.regexes import regex

BEGINNING, END = 500, 200
"""Characters that are looked at."""
_MOST_WORDS, _MOST_IN_A_SENTENCE = 90, 40


@attrs.frozen
class Sentence:
    text: str
    """On one line, without markup around it."""
    words: tuple[Word, ...]
    is_quoted: bool = False
    """A log, a stack trace, code, a heading of a form: not said by whoever asks."""


_POLITE = regex(
    r"(?:(?:hi|hello|hey|ok|okay|please|pls|kindly|just|now|then|next|also|so|well|hallo|bitte|bonjour|hola)"
    r"(?:\s+(?:there|all|team|claude|codex|everybody|everyone))?\b[ ,.!]*"
    r"|(?:can|could|would|will) you\b(?:\s+(?:please|kindly|maybe|quickly))?[ ,]*"
    r"|(?:kannst|könntest|würdest) du\b(?:\s+bitte)?[ ,]*"
    r"|i(?:'d| would) like (?:you )?to\b"
    r"|i (?:want|need) (?:you )?to\b"
    r"|(?:you should|we should|we need to|let's|lets|let us|help me(?: to)?|go ahead and|try to)\b"
    r"|[ ,.!]+)+",
    re.IGNORECASE,
)
_END = regex(r"[.!?](?=\s|$)|[\u3002\uff01\uff1f\uff1b]|\n")
_MARKUP = regex(r"^[\s>#*+\-/•·–—\d.)\]\[]*(?=[^\s>#*+\-/•·–—.)\]\[])")
_EDGES = " \t,.;:!?-–—…\"'“”‘’«»()[]{}<>*_~|\\、。！？，"
_FENCE = regex(r"\s*(?:```|~~~)")
_QUOTED = regex(
    r"\s*(?:at\s+\S+[ (]|File \"|Traceback|goroutine \d|\$ |>>> |npm (?:ERR|WARN)|\+{3} |-{3} \S|@@ |diff --git|\^+\s*$"
    r"|(?:\[?\d{4}-\d\d-\d\d|\d\d:\d\d:\d\d)|\S+\(.*\)$|/\S+:\d+\b|\{|\}|</?\w+|[\w.]+\(\.\.\.\))"
)
_FORM = regex(
    r"\W*(?:describe the bug|(?:steps )?to reproduce|steps|(?:expected|actual) (?:behaviou?r|result)s?|environment"
    r"|additional context|screenshots?|logs?|versions?|summary|description|motivation|context|background"
    r"|acceptance criteria|what happened|what did you expect|proposed solution|alternatives)\W*$",
    re.IGNORECASE,
)


def read(instruction: str) -> list[Sentence]:
    """Its sentences and lines that hold a letter or a digit, in order, without what is secret or polite."""
    found: list[Sentence] = []
    left = _MOST_WORDS
    for text, is_quoted in _sentences(without_secrets(_shown(instruction))):
        words = tuple(islice(words_in(text), min(left, _MOST_IN_A_SENTENCE)))
        left -= len(words)
        found.append(Sentence(" ".join(text.replace("`", "").split()), words, is_quoted))
        if left <= 0:
            break
    return found


def _shown(instruction: str) -> str:
    """What is looked at, without what cannot be shown: controls, bidi marks, lone surrogates."""
    if len(instruction) > BEGINNING + END:
        instruction = f"{instruction[:BEGINNING]}\n{instruction[-END:]}"
    text = unicodedata.normalize("NFC", instruction)
    text = re.sub(r"\r\n?|[\u0085\u2028\u2029]", "\n", text)
    if text.isprintable():
        return text
    return "".join(c if c == "\n" or not unicodedata.category(c).startswith("C") else " " for c in text)


def _sentences(text: str) -> Iterator[tuple[str, bool]]:
    fenced = False
    for line in text.split("\n"):
        if _FENCE.match(line):
            fenced = not fenced
            continue
        is_quoted = fenced or bool(_QUOTED.match(line) or _FORM.match(line))
        for part in [line] if is_quoted else _END.split(line):
            sentence = _MARKUP.sub("", part, count=1).strip()
            if polite := _POLITE.match(sentence):
                sentence = sentence[polite.end() :]
            sentence = sentence.strip(_EDGES)
            if any(character.isalnum() for character in sentence):
                yield sentence, is_quoted
