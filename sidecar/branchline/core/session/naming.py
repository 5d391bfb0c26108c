"""From what a session is asked for to its name, title and kind."""

from __future__ import annotations

from collections.abc import Collection

import attrs

from branchline.core.model.kind import WorkKind
from branchline.core.session.kinds import SMALL, kind_of
from branchline.core.session.names import MAX_NAME, complaint, unique
from branchline.core.session.slugs import ascii_letters, slug
from branchline.core.session.titles import line, sentences, title_of


@attrs.frozen
class Named:
    name: str
    title: str
    """"" where there is nothing to say."""
    kind: WorkKind


def named(instruction: str, taken: Collection[str]) -> Named:
    """By the words of the instruction. The name is none of `taken`."""
    kind = kind_of(instruction)
    return Named(unique(_keywords(instruction) or kind.value, taken), title_of(instruction), kind)


def named_by_user(text: str, taken: Collection[str]) -> tuple[str, str]:
    """The name and the title of what somebody calls it: of a valid name that itself, and "". The name is none of
    `taken`."""
    text = text.strip()
    if complaint(text) is None:
        return unique(text, taken), ""
    short = ascii_letters(text[: 4 * MAX_NAME])
    name = slug(text, MAX_NAME) if len(short) <= MAX_NAME else _keywords(text) or slug(text, MAX_NAME)
    return unique(name, taken), line(text)


def _keywords(instruction: str) -> str:
    words: list[str] = []
    for sentence in sentences(instruction):
        for word in sentence.split():
            plain = ascii_letters(word).replace("_", "-")
            if not plain or plain in SMALL:
                continue
            if len(words) == 3 or len("-".join([*words, plain])) > MAX_NAME:
                break
            words.append(plain)
        if words:
            break
    return slug("-".join(words), MAX_NAME) if words else ""
