"""From the words of an instruction to a session's title: a line for people."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from branchline.core.session.slugs import cut

MAX_TITLE = 60
LOOK = 2000
"""Characters of an instruction that may decide its name, title or kind."""

_POLITE = re.compile(
    r"^(?:(?:hi|hello|hey|ok|okay|please|pls|kindly|just|now|then|next|also|so|well)\b[ ,.!]*"
    r"|(?:can|could|would|will) you\b[ ,]*"
    r"|i(?:'d| would) like (?:you )?to\b"
    r"|i (?:want|need) (?:you )?to\b"
    r"|(?:you should|we should|we need to|let's|lets|let us|help me(?: to)?|go ahead and|try to)\b"
    r"|[ ,.!]+)+",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?;:](?=\s|$)|[\u3002\uff01\uff1f\uff1b]|\n")
_MARKUP = re.compile(r"^[\s>#*+\-/•·–—\d.)\]]*(?=\S)")


def title_of(instruction: str) -> str:
    """Its first sentence that says something, cut at a word: one line, at most 60 characters. "" where it has none."""
    title = line(next(sentences(instruction), ""))
    first = title.split(" ", 1)[0]
    return title[:1].upper() + title[1:] if first.isalpha() else title  # A path or an address stays as it is.


def line(text: str) -> str:
    """Any text as a title: on one line, without what cannot be shown, at most 60 characters."""
    shown = "".join(" " if unicodedata.category(c).startswith(("C", "Z")) else c for c in text[: 4 * MAX_TITLE])
    return cut(unicodedata.normalize("NFC", " ".join(shown.split())), MAX_TITLE, " ").strip()


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
